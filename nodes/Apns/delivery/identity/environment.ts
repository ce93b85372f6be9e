/** Apple's two environments ("Sending notification requests to APNs"): a device token is known in one of them only. */
export type ApnsEnvironment = 'production' | 'sandbox';
