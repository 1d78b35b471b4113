// src/client/bundle.ts
function checkBundle(value) {
  const given = value ?? {};
  if (given.format !== "promptr-bundle" || given.version !== 1 || !Array.isArray(given.prompts))
    throw new TypeError("This is no bundle: promptr prompts pull writes one");
  return given;
}
function findInBundle({ prompts }, slug, { label, version }) {
  const own = prompts.filter((one) => one.slug === slug);
  const found = version === void 0 ? own.find((one) => one.label === (label === "latest" ? null : label ?? null)) : own.find(({ prompt }) => prompt.version === version);
  return found?.prompt;
}

export {
  checkBundle,
  findInBundle
};
