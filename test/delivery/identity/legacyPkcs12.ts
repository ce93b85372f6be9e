/**
 * A .p12 file in base64, encrypted like Keychain Access still does: certificate with RC2-40, key with 3DES.
 * The password is "secret". Created by `openssl pkcs12 -export -legacy`, with a made-up certificate and
 * key.
 */
export const legacyPkcs12 = [
	'MIIDegIBAzCCA0AGCSqGSIb3DQEHAaCCAzEEggMtMIIDKTCCAh8GCSqGSIb3DQEHBqCCAhAwggIMAgEAMIICBQYJKoZI',
	'hvcNAQcBMBwGCiqGSIb3DQEMAQYwDgQI7QZmP2BXnTwCAggAgIIB2It748h04ExCb0yGGE7WVL9koH4OisC4x5coB/zb',
	'WnjSxoieSX6iXCqlOYJDyozdRKEve8245PO3OsLdus64PugMFpJnXKlu55yRWWGpvZxK4oiKLYhtSrr9Kj8H04NJyJp2',
	'YiEgCt03qvC2o0DYRcy6OL4cGB/72ZP6pJbStqt+MMPs/8kJk3+dHyLdYmXLrORZTRN4SczsYVan2PzXb64bid4+QmGb',
	'iJ+e1FEnslFiYuLLu9B+AXIrwBuBtbiRYjSMg28Yyhl5T5mG65KY07NQchpiifY5eUHBFd7SIP7yrEuQwW9XFNjzOx2u',
	'kAh8Y/Q/y6r0AfCqH9mV7BH8qcnVOfEc+waBXzOciBX13VQUh/IBtG9c1vGavhCQ4W2NmXq2XXIxbXWi7Fin9BUPvJ6H',
	'B1WSedzPWG7+tA4YUqpYJZML7JWn/aVXs4vShCQQ6ZLjhYEkHW+RZ/rAIR0ZeBNIEO6M4ufQPxjah1gN9aUy8hbCw+vC',
	'W0Z8rpa1d7K/FP8dmhU/z9viVqooDbGE3vg0/6qt/7gGfZdrRRkS4ipclJVmuU+y3bCQSeIbGcImGVBiSBfraXxvyg59',
	'0KLT+wXx3LD3weDwN/sFrNKoH5G7kBKSF9+PlsQwggECBgkqhkiG9w0BBwGggfQEgfEwge4wgesGCyqGSIb3DQEMCgEC',
	'oIG0MIGxMBwGCiqGSIb3DQEMAQMwDgQIBWHx6k36GCMCAggABIGQE3+o6EEMdZYuWYvUhfeuNxNzobyigprY8MvCbJwI',
	'Y7uPtAxZoNt4XlKV107pMPbbIgf4NsWGHvLvN4e+iDBJ8rC9iWf/N5PZ5aCb6pbutN0SfmbMmSvldcj5n9y5GJaLbFI3',
	'tpi+EuOiIc2PZEkGBiCNC/izGqArkJJJtuzkzv02izt2Sg9QQqKAy3SEvyVaMSUwIwYJKoZIhvcNAQkVMRYEFOJL18QX',
	'/0eqlChbh8J3neeYyMZlMDEwITAJBgUrDgMCGgUABBT0xJl+ZSdCJguB3xXnw2zuqpf9eQQI2qaltb39UE8CAggA',
].join('\n');
