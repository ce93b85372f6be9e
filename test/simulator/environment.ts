/** The two worlds of APNs: a device token is good in one of them only. */
export type Environment = 'production' | 'sandbox';
