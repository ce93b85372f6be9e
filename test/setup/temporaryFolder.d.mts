/** A new folder that is gone when this process ends. */
export function temporaryFolder(purpose: string, parent?: string): string;
