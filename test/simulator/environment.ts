/** Apple's two environments: a device token is valid in only one of them. */
export type Environment = 'production' | 'sandbox';
