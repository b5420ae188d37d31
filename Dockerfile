# Usher without its sandbox: give it DATABASE_URL, a SIP server and a chat channel; docs/deploy.md says how.
# test/interop/image.test.ts goes through these steps by hand.

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /usher
COPY package.json package-lock.json ./
# Optional is what the sandbox needs: a PostgreSQL, and a page whose licence lets it be evaluated and not passed on. Node is here already,
# so that no install script has anything to do.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /usher
COPY --from=packages /usher/node_modules ./node_modules
COPY package.json LICENSE ./
COPY manifest ./manifest
COPY src ./src
# The user `node` of the base image, as a number: Kubernetes believes only numbers that it is not root.
USER 1000:1000
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3978}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not npm: it would stand between SIGTERM and us.
CMD ["node", "src/start.mjs"]
