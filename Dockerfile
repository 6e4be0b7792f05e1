# Planassistenten with its model and an index of the shipped documents inside: it starts with no network.
# docker build --build-arg TORCH_INDEX=… -t planassistent .   (see docs/install.md for that address)
FROM python:3.11-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/planassistent
COPY . .
ARG TORCH_INDEX=
ENV PLANASSISTENT_DATA=/srv/data
RUN make index TORCH_INDEX=$TORCH_INDEX

FROM python:3.11-slim
# Programs that only some documents need: PROGRAMS="tesseract-ocr tesseract-ocr-swe" reads scans.
ARG PROGRAMS=
RUN [ -z "$PROGRAMS" ] || (apt-get update && apt-get install -y --no-install-recommends $PROGRAMS && rm -rf /var/lib/apt/lists/*)
RUN useradd --system --uid 10001 planassistent
WORKDIR /srv/planassistent
COPY --from=build /srv/planassistent /srv/planassistent
COPY --from=build --chown=planassistent /srv/data /srv/data
ENV PLANASSISTENT_DATA=/srv/data
ENV PLANASSISTENT_HOST=0.0.0.0
ENV HF_HUB_OFFLINE=1
ENV PYTHONDONTWRITEBYTECODE=1
USER planassistent
VOLUME /srv/data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD [".venv/bin/planassistent", "serve"]
