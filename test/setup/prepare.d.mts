/** See `prepare.mjs`. */
export function prepare(): Promise<void>;
