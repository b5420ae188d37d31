/** A log that keeps quiet. */
export const quietLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
