/** A new folder that is removed when this process ends. */
export function temporaryFolder(purpose: string, parent?: string): string;
