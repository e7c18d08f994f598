FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.txt ./
RUN python -m venv /opt/kabinet \
    && /opt/kabinet/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY storage storage
COPY locales locales
RUN /opt/kabinet/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv/kabinet --create-home kabinet \
    && install -d -o kabinet /srv/kabinet/data
COPY --from=build /opt/kabinet /opt/kabinet
USER kabinet
WORKDIR /srv/kabinet
ENV PATH=/opt/kabinet/bin:$PATH PYTHONUNBUFFERED=1 LOG_FORMAT=json
VOLUME /srv/kabinet/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os; from urllib.request import urlopen; urlopen(f'http://127.0.0.1:{os.environ.get(\"HTTP_PORT\", 8081)}/healthz', timeout=3)"]
ENTRYPOINT ["kabinet"]
CMD ["run"]
