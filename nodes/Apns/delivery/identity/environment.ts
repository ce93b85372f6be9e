/** Apple's two environments ("Sending notification requests to APNs"): a device token is valid in only one of them. */
export type ApnsEnvironment = 'production' | 'sandbox';
