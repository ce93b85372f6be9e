import { NodeHelpers, type ICredentialType, type INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { ApnsApi } from '../../../credentials/ApnsApi.credentials.ts';
import { ApnsCertificateApi } from '../../../credentials/ApnsCertificateApi.credentials.ts';

const FORMS: ICredentialType[] = [new ApnsApi(), new ApnsCertificateApi()];

/** As n8n completes the data of a credential before it resolves its expressions (n8n, CredentialsHelper). */
function isSameForAllItems({ properties }: ICredentialType, data: INodeParameters): boolean {
	const { getNodeParameters } = NodeHelpers;
	const completed = getNodeParameters(properties, data, true, false, null, null);
	return completed?.sameForAllItems === true;
}

const fieldsOf = ({ properties }: ICredentialType) =>
	properties
		.map(({ name }) => name)
		.filter((name) => !['sameForAllItems', 'bundleIdNotice'].includes(name));

describe.each(FORMS.map((form) => ({ form, name: form.name })))(
	'the credential $name',
	({ form }) => {
		it('is the same for all items where nobody typed in an expression', () => {
			expect(isSameForAllItems(form, {})).toBe(true);
			const typed = fieldsOf(form).map((name) => [name, 'costs $json 5 =$json']);
			expect(isSameForAllItems(form, Object.fromEntries(typed))).toBe(true);
			expect(isSameForAllItems(form, { environment: 'custom', port: 2197 })).toBe(true);
		});

		it.each(fieldsOf(form))('is another one for each item with an expression in %s', (name) => {
			expect(isSameForAllItems(form, { [name]: '={{ $json.app }}' })).toBe(false);
			expect(isSameForAllItems(form, { [name]: '={{ $json.app }}', sameForAllItems: true })).toBe(
				false,
			);
		});

		it.each([
			'=com.example.{{ $json.app }}',
			'={{ $json["a"] }}',
			'={{ $input.item.json.app }}',
			"={{ $('Apps').item.json.app }}",
			'={{ $node["Apps"].json.app }}',
			'={{ $itemIndex }}',
			'={{ $items()[0].json.app }}',
			'={{ $binary.key }}',
			'={{ $execution.id }}',
			'={{ $vars.apps[$json.app] }}',
			'={{\n  $secrets.vault.a +\n  $json.app\n}}',
			'={{ $evaluateExpression("$json.app") }}',
		])('is asked for item by item with %j', (bundleId) => {
			expect(isSameForAllItems(form, { bundleId })).toBe(false);
		});

		it.each([
			'={{ $secrets.vault.key }}',
			'={{ $vars.bundleId }}',
			'={{ $env.BUNDLE_ID }}',
			'=com.example.{{ $vars.app }}.{{ $env.FLAVOR }}',
			'={{ "com.example".toLowerCase() }}',
			'=com.example.app',
			'=',
		])('is the same for all items with %j, which no item changes', (bundleId) => {
			expect(isSameForAllItems(form, { bundleId })).toBe(true);
		});
	},
);
