# The server as Node runs it: TypeScript straight from src, no build step.
# The embedded Postgres is left out (it is an optional dependency). Give the container DATABASE_URL and PUBLIC_URL.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Promptr" \
      org.opencontainers.image.description="A prompt-management backend in one process and one Postgres" \
      org.opencontainers.image.licenses="MIT"
# PROMPTR_HOME holds the mails of an instance without SMTP_URL; the rest of the file system may be read-only.
ENV NODE_ENV=production \
    PORT=3001 \
    PROMPTR_HOME=/var/lib/promptr
WORKDIR /app
RUN install -d -o node -g node /var/lib/promptr
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY src ./src
USER node
EXPOSE 3001
HEALTHCHECK --interval=15s --timeout=3s --start-period=15s --retries=3 CMD ["node", "src/main.ts", "healthcheck"]
# Exec form: the server is process 1 and gets SIGTERM itself, which npm would swallow.
CMD ["node", "src/main.ts", "serve"]
