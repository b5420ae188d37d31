'use strict';
/**
 * Loaded into the Playground before its own code. The schema of its configuration wants exactly five people beside the
 * one who types, for no reason that shows: with more the page works as well. Here five become the least.
 */
const { parse } = JSON;

JSON.parse = (text, reviver) => {
  const value = parse(text, reviver);
  if (/\/teams-app-test-tool-config\//.test(value?.$id) && value.properties?.users) {
    delete value.properties.users.maxItems;
    JSON.parse = parse;
  }
  return value;
};
