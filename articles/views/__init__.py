"""The pages, and every list in every format. Views find what is asked for and hand it on."""
