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
RUN apt-get update \
    && apt-get install -y --no-install-recommends fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/kabinet --create-home kabinet \
    && install -d -o kabinet /srv/kabinet/data
COPY --from=build /opt/kabinet /opt/kabinet
USER kabinet
WORKDIR /srv/kabinet
ENV PATH=/opt/kabinet/bin:$PATH PYTHONUNBUFFERED=1 LOG_FORMAT=json
VOLUME /srv/kabinet/data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8081/healthz', timeout=3)"]
ENTRYPOINT ["kabinet"]
CMD ["run"]
