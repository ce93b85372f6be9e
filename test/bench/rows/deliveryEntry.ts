/** What the row `delivery` needs from our sources, bundled like the package. */
export { customTarget } from '../../../nodes/Apns/delivery/route/ApnsTarget.ts';
export { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
export { DEFAULT_LIMITS, DEFAULT_POLICY } from '../../../nodes/Apns/delivery/service/policy.ts';
export { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
export { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
