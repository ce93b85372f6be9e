import type { INodeProperties } from 'n8n-workflow';
import { MAX_TOPIC_CHARACTERS } from '../../notification/Notification.ts';
import { topicFor } from '../../notification/pushType.ts';
import type { Fields } from './Fields.ts';
import { SetupError } from '../errors/SetupError.ts';

/** Letters, digits, hyphens and dots (CFBundleIdentifier). Nothing else goes into the path of a request. */
const BUNDLE_ID = /^[A-Za-z0-9.-]+$/;

/** The app that a channel belongs to. */
export const bundleIdParameter: INodeProperties = {
	displayName: 'Bundle ID',
	name: 'bundleId',
	type: 'string',
	default: '',
	placeholder: 'e.g. com.example.app',
	description: 'The app that the channel belongs to. Leave empty to use the one in the credential.',
};

/**
 * The bundle ID of the parameter or, if that is empty, of the credential.
 *
 * @throws {SetupError}
 */
export function readBundleId(parameters: Fields, inCredential: string | undefined): string {
	const own = parameters.text(bundleIdParameter.name)?.trim();
	const bundleId = own || inCredential;
	if (bundleId === undefined) {
		throw new SetupError(
			"'Bundle ID' is empty, and the credential has no 'Bundle ID'",
			"Fill in one of the two: the app's bundle ID, such as com.example.app.",
		);
	}
	const name = own ? "'Bundle ID'" : "'Bundle ID' in the credential";
	if (bundleId.length > MAX_TOPIC_CHARACTERS) throw tooLong(name, bundleId);
	if (!BUNDLE_ID.test(bundleId) || /^\.+$/.test(bundleId)) {
		throw new SetupError(
			`${name} is not a bundle ID`,
			'A bundle ID consists of letters, digits, hyphens and dots, such as com.example.app.',
		);
	}
	// The credential contains a bundle ID, whatever it ends with.
	if (bundleId !== inCredential && topicFor('liveactivity', bundleId) === bundleId) {
		throw new SetupError(
			`${name} already contains a push-type suffix`,
			'Channels use the bundle ID without a suffix, such as com.example.app.',
		);
	}
	return bundleId;
}

/** The error for a bundle ID or topic that is too long. @param name of its field, as the editor shows it */
export function tooLong(name: string, given: string): SetupError {
	return new SetupError(
		`${name} has ${given.length} characters`,
		`The maximum is ${MAX_TOPIC_CHARACTERS}. Enter the app's bundle ID, such as com.example.app.`,
	);
}
