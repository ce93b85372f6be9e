import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Without a window, without a sandbox (there is none in most containers), and without connections to other
 * servers.
 */
const FLAGS = [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The system's Chromium: playwright-core does not include one. @throws an error that says how to install one */
export function chromiumExecutable(): string {
	const { CHROMIUM } = process.env;
	const found = (CHROMIUM ? [CHROMIUM] : USUAL_PLACES).find((path) => existsSync(path));
	if (found !== undefined) return found;
	throw new Error(
		CHROMIUM
			? `CHROMIUM names ${CHROMIUM}, which does not exist.`
			: 'Chromium is needed. On Debian: apt-get install chromium. ' +
				'Anywhere else, set CHROMIUM to the path of a Chromium or Chrome.',
	);
}

/** For suites that need a browser. Without one, they are not run, and `npm test` says so. */
export function needsChromium() {
	try {
		chromiumExecutable();
		return {};
	} catch (error) {
		return { skip: true, meta: { notRun: (error as Error).message } };
	}
}

/** Starts it. */
export async function startChromium(): Promise<Browser> {
	return await chromium.launch({ executablePath: chromiumExecutable(), args: FLAGS });
}
