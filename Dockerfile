# The whole server as one executable file (docs/decisions/0032), on Debian with the libraries it needs.
# Bases are pinned by tag, and were not fetched where this was written: `node scripts/dockerfile-check.ts` goes through these
# steps without an engine. Pin their digests when you build: docker buildx imagetools inspect <tag>.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# With the optional packages: one of them is the Node of the lock, which becomes the executable.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY migrations ./migrations
COPY scripts/build.ts ./scripts/
COPY scripts/build ./scripts/build
COPY src ./src
ARG COMMIT=unknown
RUN npm run build -- --commit "$COMMIT"

FROM debian:bookworm-20250520-slim
ARG COMMIT=unknown
LABEL org.opencontainers.image.title="Promptr" \
      org.opencontainers.image.description="A prompt-management backend in one process and one Postgres" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="$COMMIT"
# What the base has had mended since, the libraries Node is linked with (libatomic on some machines only), and an account that may do nothing.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get upgrade --yes \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends libatomic1 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/promptr --create-home --shell /usr/sbin/nologin promptr
COPY LICENSE /usr/share/doc/promptr/
COPY --from=build /build/dist/promptr.cdx.json /build/dist/promptr.sha256 /usr/share/doc/promptr/
COPY --from=build /build/dist/promptr /usr/local/bin/
# PROMPTR_HOME holds the mails of an instance without SMTP_URL; the rest of the file system may be read-only.
ENV NODE_ENV=production \
    PORT=3001 \
    PROMPTR_HOME=/var/lib/promptr
WORKDIR /var/lib/promptr
USER 10001:10001
EXPOSE 3001
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["promptr", "healthcheck"]
# Exec form: the server is process 1 and gets SIGTERM itself. It drains for longer than Docker's 10 s: stop with --time 60.
CMD ["promptr", "serve"]
