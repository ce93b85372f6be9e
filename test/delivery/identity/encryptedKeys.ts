/** The certificate for all these keys. */
export const certificateOfKeys = [
	'-----BEGIN CERTIFICATE-----',
	'MIIB7TCCAZSgAwIBAgIUMY7+dikDovgAXIKbYsVAnYR2KMcwCgYIKoZIzj0EAwIw',
	'EjEQMA4GA1UEAwwHVGVzdCBDQTAgFw0yNjExMjcyMDA2MTVaGA8yMTI2MTEwMzIw',
	'MDYxNVowUDEfMB0GCgmSJomT8ixkAQEMD2NvbS5leGFtcGxlLmFwcDEtMCsGA1UE',
	'AwwkQXBwbGUgUHVzaCBTZXJ2aWNlczogY29tLmV4YW1wbGUuYXBwMFkwEwYHKoZI',
	'zj0CAQYIKoZIzj0DAQcDQgAEs9oQZmNMC6IW37iFdlYntBVmKBgf7h9irCWrn9Ng',
	'/+TAPSsu9JvxXPujJT46Wo7nGE/s0zG/P0Rkt4/ub28KaKOBhzCBhDAJBgNVHRME',
	'AjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMCMBAGCiqGSIb3Y2QGAwEEAgUAMBAGCiqG',
	'SIb3Y2QGAwIEAgUAMB0GA1UdDgQWBBT1rYXw+ud1W/ixQPN1V4321MyA7TAfBgNV',
	'HSMEGDAWgBR83gNDQl53UZTDb9c0cREJ8/uMRzAKBggqhkjOPQQDAgNHADBEAiBL',
	'5S/7OqbHAnyPETZiMqxmA/OqhxvdJS2tyj/HADvI9wIgF4R9ekNjNlOet7r/JXKP',
	'fbnbKB12BAb29YdUrAvjPIY=',
	'-----END CERTIFICATE-----',
	'',
].join('\n');

/** One key in many formats, created by `openssl pkcs8 -topk8` and `openssl ec`. The passphrase is "secret". */
export const encryptedKeys = {
	/** `-v1 PBE-SHA1-3DES` */
	tripleDes: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGxMBwGCiqGSIb3DQEMAQMwDgQIB2TqCju03XcCAggABIGQWUkC0mR3W2kZoqT/',
		'huCLJvbJ0jF3FLTYHSjzQV+8+AzOt+tKnObkcSvtsNQUuFBHlv1LX/dMDQw/ul4E',
		'5HCECI4fa5YCpC0z5OAlDOSuJQldnnwfo1t4bRbCfbtznst9g55MXj+jqDcG2v51',
		'l5cRQ3sgXP/xacgfcwPYKaImH+wx75MwgBf9SVhV5tfAtDRJ',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-scrypt` */
	scrypt: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHkME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAgIqyIRHiCCjQICQAAC',
		'AQgCAQEwHQYJYIZIAWUDBAEqBBCPl1PDQpteNbZau4dqA+v+BIGQfdEMuPgUcKlN',
		'rYaeS+YTluMRb7se3GDeHxJvV2NwCCQyJdf5eMiMCV8BDwG8xHNwUzP9VNThnQwo',
		'4Ku19JhPTTfJ2LnROWntppFPhfGgyiC8HKWtADWME8ycqV/pmfh/2eRUx5oodcR9',
		'BCWwLvJWnPAQFzNwykDraYEbULvq7ikbeXgQc8F8i6zzI07ZZNLD',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v2 aes-256-cbc -v2prf hmacWithSHA512` */
	sha512: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgZTkDOifPRpwICCAAw',
		'DAYIKoZIhvcNAgsFADAdBglghkgBZQMEASoEEBFmkjPOkTwpc4PnyX2T4DMEgZBQ',
		'Ma6QxKtLl5clLJMCyrsBw1M1fdwlovuVGtznHt6JkE9YpvE6PO+W4ud1eVVJBx0z',
		'ws0VLjNp+vNV3+e8JSGhDgsBmNpXHkIE48u4q3bxzZPffov4RqceSSTgHOiaQh/e',
		'VGLFyY7AHJMs1E2iCLHefIfA9mqklzxNvvMXpo2ithZZ41fqZ1aa60sEunereWw=',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `openssl ec -des3` */
	oldTripleDes: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: DES-EDE3-CBC,4CBEC3D71CEC7B58',
		'',
		'HdejoTzDjTmBOAZino0fppD3UpSLRJ/uOxnoB9uVwaTTV0wsQbW/+cTvm0QNzvrE',
		'zvwMC46N+NjhVdUfMB22bCmNQCv8MNn6aD2M2XfKVLfJK5gtBeBT3J5BCOsuZwRF',
		'YpF71uc7VBNvHeFHtCVJAOOvaC71pj/E/8cDBsynMzk=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `openssl ec -aes128` */
	oldAes: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: AES-128-CBC,1906C7D27256FDC6A29107271DCFB868',
		'',
		'M9haveH5TR+Ly5z2ln3zsPoH4KI8TdVzq1Ohmj7RL6FSsZIzvqBZmvBKpawLcOYV',
		'D5WJwIkzszqED3WBJO5XxrYPGmxk36MOOdJDMCnk+58vEOYPXmnjZFj8p9yjbdyx',
		'v3mLRKE9+RboB8JdRRm+3ZHR0jIHwYH7yVoUIgeBUKM=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `openssl ec -des`: a cipher that OpenSSL 3 does not support, like those below. */
	oldDes: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: DES-CBC,F8D12806779673C8',
		'',
		'3ubzHR+SJtnexvcLcpRc9QHZC2FXT8KUfcRTvbBcowui/qghRHUh2COip1KBntID',
		'g/ke4MxLV7csc1otXTtoGqKgMAuS6RrXYm+q6MhKk5T4cakoM+Mj/dvZhvfP2Wsu',
		'wEGNKUQXne99O84ZgDj7AAkKPSw8V5rZGj04dRsKCwI=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v2 des` */
	des: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHgMEsGCSqGSIb3DQEFDTA+MCkGCSqGSIb3DQEFDDAcBAgtMHk2kNGgfQICCAAw',
		'DAYIKoZIhvcNAgkFADARBgUrDgMCBwQICFXbIxnV7fwEgZDRXlqCUUtn94Torevd',
		'ykG3odi/YcvheYtz/uV9A9xtld4iIfOCka5Xvrac3kXi68D4gGrcQ2PyCvAla/HP',
		'uCOgJMCMRxJeNBHWPZL9PqWCpNiHvyaudkHpEXS4fcxVr0ZoJnsYvwHSqLfcMzq7',
		'0sGIkfrepiTt5nViO/E2hMvRuIvM64MW7O72/POrOvfOZUg=',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v1 PBE-MD5-DES` */
	md5Des: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGwMBsGCSqGSIb3DQEFAzAOBAhlKeUQSthQEgICCAAEgZC3Z9LKB5L/c5D20bEO',
		'AU98jmAi5FNwIk8YFFtNqSx2MV70U0Ku+6ASxJfz8d8IDhc/Y4G10cq3zmktFEWS',
		'B/bhIo4ziZ4JOH9wydnVitAdF3pE8G0qc/QQ9gsatOADzA7jqYWUVSea8/KcZihS',
		'lXTFhw3/hW48docSoTFViddiZ5sGcEuBr5wzczhZQbDMtYg=',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v1 PBE-SHA1-RC2-40` */
	rc2: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGxMBwGCiqGSIb3DQEMAQYwDgQICeOOWnB/MFkCAggABIGQZB1fHH/RhmRtPR3U',
		'rmx4uGjvbOc82fzazx6OBs9RvhhLKX0sHHWHC7Otk6kwMt3WxMn7x4eUn2ez654w',
		'jdRI+mAHTKv3ulEiH7/iOl2pmA+tnVvofcIU+KIiZMmwvXponaN6MTXkPA4iIdS9',
		'FNAoAOYL04sWo9QjWxI6MZjOlNUXL5d4qrJqJvnv3na7JpKV',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
} as const;
