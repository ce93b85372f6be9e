/** What the row `delivery` needs of our sources, bundled as the package is. */
export { customTarget } from '../../../nodes/Apns/delivery/ApnsTarget.ts';
export { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
export { DEFAULT_LIMITS, DEFAULT_POLICY } from '../../../nodes/Apns/delivery/policy.ts';
export { parsePrivateKey } from '../../../nodes/Apns/delivery/privateKey.ts';
export { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
