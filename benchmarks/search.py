import argparse
from benchmarks import scratch, large_archive
from pathlib import Path
from django.conf import settings
p=argparse.ArgumentParser()
p.add_argument("--size",type=int,default=10000)
p.add_argument("--source",default=str(settings.BASE_DIR/"articles"/"sample"))
p.add_argument("--keep")
p.add_argument("--seed",type=int,default=1)
o=p.parse_args()
with scratch.database():
    large_archive.make(o.size,o.source,o.seed)
    large_archive.describe(o.size)
