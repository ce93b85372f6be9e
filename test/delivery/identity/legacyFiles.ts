/**
 * .p12 files in base64 that OpenSSL 3 reads only with `-legacy`, which Node.js does not have. They contain the
 * certificate and the key of `encryptedKeys.ts`. The password is "secret" unless stated otherwise.
 */
export const legacyPkcs12 = {
	/** `openssl pkcs12 -export -legacy`: RC2-40 for the certificate and 3DES for the key, as in Keychain Access. */
	keychain: [
		'MIID8gIBAzCCA7gGCSqGSIb3DQEHAaCCA6kEggOlMIIDoTCCApcGCSqGSIb3DQEHBqCCAogwggKEAgEAMIICfQYJKoZIhvcN',
		'AQcBMBwGCiqGSIb3DQEMAQYwDgQIWuN5HEnwFiYCAggAgIICUJHAZEE3h2MiWcuY11PwPujbBy04XuracD4w6ahCUqT3Rb2R',
		'PrVtH2xebZrbmtHNHWa26lLKfGZr3KV8wWyQIczYMA0Tg0CNaMyiNTILZq7ff3BdPuu88rir2bLoSVTCWoWPJVaqh5YSv/yn',
		'e9FlPcjv2D3N120yufaZnt26MtH1AfFt6fU1V3PRdYSXCa0fVvM9w7uBIe+HXWq3EOy1P1RxDk6TTCBchczo3lY+zwmVWR30',
		'Zh5CNUj8v0WN6mm6GqffqWqrFS8m7CAaUmLLs1fuO4Efl8vFlTW23u4rm/3iMSdHGxiMXe9C/Qa+EA6YhuXPmiBucHWDLQZj',
		'EFXfnarG5WHh0OcpnF0U1y1U/1N3Pue+xia1dDl33i6dWzkGFDH5vvobH0T61FQ5uLwLYqu3yax/ntnMTimG6oUScKogKEXV',
		'HWrUJ92547eBnAm0+o3uWXsd7VnpoYffyC8pJvpPc6W7Uni0epD/soHs8sfwHciFiXkYCKiFRtmlPy0tCBVMOlMYTddeasGM',
		'/GeF+lpq04wPyLbTL/94+WYbV3NhL7BL4L5FFciymy67+8JlvCuOhK+UKUH5xtW5OgGv4gAZ9K/KbQ3HhsnIjvojgfaZmHPI',
		'02intwyR4igNGSyZdi0RyZdtz/C/C7M91gbfZWM3bE9SuX6eZZ47/HhXzPQaJzsn++UpvVt4YuQl+sfyg4xBo8ivVF8vv9x2',
		'kMf8rQbOSixMAfMhuC0n4AeQ0PwcJTap7TS8MQVdOJ3Gkbz5OxVRq7u33msUzdRpDZzBVH8wggECBgkqhkiG9w0BBwGggfQE',
		'gfEwge4wgesGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQMwDgQI/gr3vvCs+uUCAggABIGQJ1cmHvw7mpKwizeB',
		'uCOJJUbhoBKlYmgmYVAscML3TPGrHtsKLwLKyrHlr8E9JH32zrKVO7dxaspjgcIJ3W5UPpnpSCHtB3kiU/0m/ZEUZt/5JHhb',
		'QtdH4lyoJW9kqUHc5fjjR7MltjdCrLkn2UuYEQRMGp+FswWhMRVilebVSr9djWDi7ktG0irFX55ZgZntMSUwIwYJKoZIhvcN',
		'AQkVMRYEFLey0AT1aDSqi+p/WzPnXkKxlRicMDEwITAJBgUrDgMCGgUABBQ1Gm31C5kRkq3HvKJxFKEzAtLplQQIYAHngl2F',
		'KNMCAggA',
	].join(''),
	/** The same. The password is "pässwörd 🔑". */
	keychainUnicode: [
		'MIID8gIBAzCCA7gGCSqGSIb3DQEHAaCCA6kEggOlMIIDoTCCApcGCSqGSIb3DQEHBqCCAogwggKEAgEAMIICfQYJKoZIhvcN',
		'AQcBMBwGCiqGSIb3DQEMAQYwDgQIw6BFlVE5VoUCAggAgIICUNqq2RNJX5vHnf41eQusGuzufnRoXvfdBv/XpYn13ZDZMBA9',
		'uVrL2Eh+1EGeCI3RRHtTCKryrHf55ZDNKsWY+buqg7YBQayJBbK/geRY6BsACidlGP7CsZleasQVPa1J42/nBogcyHd3kn0N',
		'seymjakTazuOAhWW56cclDDUpE50pNpeKfD1fwdLTERpmkCREB2Cet2tja1o4xVKoMe/7yct+gE1xQjNCrT6ajuU7b+TWAGc',
		'+CxhxJmAqOL6s3WNmP2qds/8FzobqjdO/0+1ENEM6u+4ngxFfa3kXL3nzicoRiEIesPRaY/mDND261goSz5C2COB6rG4lgeN',
		'l1ox4AsJZjRLz3DwcKP0NyK43HUR1mlUG6hprp86AUK2800EDh4NfH2lAeHi8fTtGuoJM4JiytPyqoKSikmrgDYXlUA/UKm5',
		'4Z2reyWJ5AXJcNbaP+P/zYi5N9NdNZSNjRgzEh0LTz3t788MTSB2dRH5wI36ZGUFWc4DjS8XfsQhqLScmifTClFcnsFT0923',
		'5JlSWxPJYktulVD/NgWGeZ7ngQzAUowC/UtFAgY64XOQf61VheMxkJrcXYGmJhL8m2Qc8FkmHhxSM5NwEc4e8YAf4AiLyf51',
		'DxX4JWWMVUCVc+u/uOFq11bjvmCGpukOqozAS7cm32rnNZZwReN/AUyFiqoRZLzNP+qvutAofRBZF8xB3wTDOU+RlSKKiJbh',
		'aily/GEbL4KjShODyOxEQ0OAmGAAy648nA8cDO0S94VGrejNy/3ahAER1V/01is2aI13b3QwggECBgkqhkiG9w0BBwGggfQE',
		'gfEwge4wgesGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQMwDgQIq2TsFQ3S0E4CAggABIGQpDeZZfZwIZ4m0gPg',
		'iMjvrmKCxwLzOQBT9HDDSmpjRyJZ6JTtrRu3sjsbS+uR9LsmJ2nAogBso1U+XeTQgTCcxXWNlqJh2Z3mkWxJER/mmf8TdCQa',
		'+WTfPMH6YgFRmZKLLHNXjyHIjYoO/JXqQ4TH+eAu/WvVcW18jYfL80lcsA/8MxUL4Gif3LDsz9Qoo8HeMSUwIwYJKoZIhvcN',
		'AQkVMRYEFLey0AT1aDSqi+p/WzPnXkKxlRicMDEwITAJBgUrDgMCGgUABBQIjkTHdKxoCE7Hfl2ZaW9LZVqiXQQI1VYaLC86',
		'RvkCAggA',
	].join(''),
	/** The same. The password is empty. */
	keychainEmpty: [
		'MIID8gIBAzCCA7gGCSqGSIb3DQEHAaCCA6kEggOlMIIDoTCCApcGCSqGSIb3DQEHBqCCAogwggKEAgEAMIICfQYJKoZIhvcN',
		'AQcBMBwGCiqGSIb3DQEMAQYwDgQIbHTcWZ2R+cQCAggAgIICUNTFKylzB1SnFMzZdGd8h45nQp2TxRbuRAGjaKnZbMvwNTUh',
		'1Fmw2W2fyx6j1Tq47WnzLkCUmETrHZq8iiKZxYG57x2yTNk4fDAwDGahuqZZ03ooKKQ7OUosoHu4bV8S11EVR2WWyB11JDYs',
		'/MQ6SDqz8F1YqaYa4HDbgROX/YjRe2STdA9uyHAEg6OpcK8DwGDcZ19Urm3a7+Nmo7+pa/zEbio9D1ZXlPlmWYXKuL5JJlOU',
		'KIwtO2iIFG6Iz3nbCV3mD8DGicdKXoFgWwA59QYE0s9lZF5zeHS/Ln4SuxfErnAoQJHXjZcvk5FOnxHOrYpWnIbPwH4BVrjV',
		'uGdfSqFpeH0NsFKm1ywhesrM8mp0/Hozh04IIGEsT6dsqpfq8RNcEPMosjPpjHp3ggY5K2xBJ+dA5eH99ZJVA9NGgcj+Gjsb',
		'l9RzIRQEQ9txqbd2uU9RryTnxDfc4beA0ahsWw+fYgA4VxaNaleH5voC/27pPBz4jtoB8IBtPM5ahAYP5EQNY6ANcwN5kgfH',
		'hGluf3KTfqrmVSLZ8We7l2CWyQTBA3M3O/GTqYTLgzQleM17l4/wawQI5Hv46UusaR6zTahTyoa8fr2VIgP2vWUYk3wpGahd',
		'lk2dx82QaUr5NwJ/iIoYNpP+SRkRV6uMFXrs968kwsv88H1hl4Ihg/lzm7J8ZYIqvEykuJPD8pSH3MA0z1TFshdzONkhYKB4',
		't2OvSg/ySj1hCmQTa40uSB60GTbltAGuvF+8k51rObc1EhwuQ/zcNuSiZ5tGurj6p6M8jE0wggECBgkqhkiG9w0BBwGggfQE',
		'gfEwge4wgesGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQMwDgQIaPlgZmPcGSkCAggABIGQ2quTpFhHA6SY2tO4',
		'aJX5sDfiCZ+7f1fqASqdFB/Uzx2gwcTIioy9AE3DiUViAAeOfVYlP29DIRz/wamPmFyllTv9Ix1J3DeJPQu5LcIUz9Gucl7e',
		'w25BNgIOrnBllAtOkRTgfznbrE+jJHaIiYcu2oT1tIzbMIGPjFntSkfkPNldP4/3VhzbrEceCZ6Xi7J4MSUwIwYJKoZIhvcN',
		'AQkVMRYEFLey0AT1aDSqi+p/WzPnXkKxlRicMDEwITAJBgUrDgMCGgUABBRm2kw3G2zJkrfx/gDG4c5fBOnP2wQI5dgE1a1Z',
		'p5QCAggA',
	].join(''),
	/** The same, by `PKCS12_create` without any password. */
	keychainNone: [
		'MIIDvwIBAzCCA7gGCSqGSIb3DQEHAaCCA6kEggOlMIIDoTCCApcGCSqGSIb3DQEHBqCCAogwggKEAgEAMIICfQYJKoZIhvcN',
		'AQcBMBwGCiqGSIb3DQEMAQMwDgQINz0Q1oFaJkgCAggAgIICUCX03yr/i43WCBkFl4yqztwgaK0yYtFXQE9n323upjXvgdmN',
		'uDlER35nu8dEM8ZgB6jY+d4dFgsE5oXsbm+aFr16M3Nan+vkJIACnLwoeNNwRJOIku27oR9LDnoGOiAiQoakr60EGd9+PXug',
		'g/veC3HoBikyQrirf6OlBi+WG66Jnvwsfds5kkcr3VJtj459umqNhpqiTjvAB1UO6RuFxbfLpLhAMLUgi7U31aGRRR4I0O6x',
		'jxKIBPr+GPg/D8d4IceZ0D5FCAcupvXSBXGfzA+ThWEqUB6sdLuO33cgGFOVqRaddVA1s/dvbfinl3FiwSvzZjw/kMW6XthF',
		'1kMNGg/bQBVM2ersrWgwyl1iQIqeEdrXwZwJ7ht/k0kQ4CWoN7t6kk3oqT6jGVAMKkGyqDndqJXcG3CP4pTyMfQsNzpT+aAc',
		'FffWquka1kLx5iZHCNtue5S8lPNB0ZCY60yv4rAXh4wHK9l8JRbRjkkxZlkQlvf1npl3vuuqXoEyAanWgyv5biW10fXxI0PZ',
		'0ZWplvCWlpm8/kNdHY9Z7uGujkhvGuh4R3bWLX/TGiCC3aA1vKuj83yhA4FBnI4RCZXA/xcNYTfR83+7zpUfLlGEuT+Yc2/U',
		'anOqJ0rqZqmU9AY1Au9b44sFnTEezEiPisaFDgOP8+4Zzr+DJTeCdDVn+o4XvDaxPY+7UGI6rOYrpWLfpUFY/AyEsXpp/XH3',
		'4PgsqaRO5Vrqs9NtufP2vxOFTPMqZWBSDI1izNEpW2Q8zVb4jwULgcsiW40No15ae2lTWx0wggECBgkqhkiG9w0BBwGggfQE',
		'gfEwge4wgesGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQYwDgQINmOdDwZssAgCAggABIGQNzV3EQTTOz87b5Wz',
		'3m56vRGxiHRgnbmPmoFz7LkG0xSB5YCLEIlK1fi9XCOP/WXoYxGlOnvRuwMu1FvIDT7NlctmGVwGVScpLe48K2VPe0mapp7z',
		'4UUubK2gjW2pHNHo/vYGGcNQ/RnJ72vkYw55zC0o7qLoZkji9qLnEM1LW7bGCXPmtUosYXAgM3CH7OiZMSUwIwYJKoZIhvcN',
		'AQkVMRYEFLey0AT1aDSqi+p/WzPnXkKxlRic',
	].join(''),
	/** `-certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC2-128` */
	rc2of128: [
		'MIID8gIBAzCCA7gGCSqGSIb3DQEHAaCCA6kEggOlMIIDoTCCApcGCSqGSIb3DQEHBqCCAogwggKEAgEAMIICfQYJKoZIhvcN',
		'AQcBMBwGCiqGSIb3DQEMAQUwDgQInJfSatbP56MCAggAgIICUIgM5Kww9kbG6isBqJeNsePT+eznwO6fTMLfWG3x6m8Qrb1Y',
		'UnZgLX5Mxt8DuuJHSItUZX6v++3QE3ZvwSEVU7cHRSYAvYEetqWhCCAS35rbsXMmNXEHoGbWwSomQ6DmevtwiW8QbL9Kh5+h',
		'clOrtwc9SKYe2LsACnEIIoU4R9qRNZrqsslT1LpWnNqDTAvwydIBz2+3D7V6eHLDAkvGozLcLdU/yio820g8/XnOoe1zGcYz',
		'5hW2Gzb9tDKrjUcWhLcvLfOfW5QSLCwAQxWy0EAek1KawflIamqgSGOyo4QBxBtZJcOa3ztAskZeaOxht4FfSuaHqgCCpGfJ',
		'gJF+W5hJ0HcM34ZG7ASMeXDiaIeF3l5lnKfpYJfS6PMWJfLfCBmj3CBmCzg5fLwvBC+2bHOF6B3VFDXfxzrKB6P9wmSsZFl4',
		'KpClzKVlrAevmWsmIkur0CLq2bgWSz2T8Lv6QPrj1rcgW8FQ3mSoElfsifvEh8582My27BLX7SmqonYAW8rO3FMjf2Mr7h7s',
		'kh7paRmfqrBp6qJ275HMdwB6nC1Wmq2jmhW+4/ikaIpu/kZOL88GNsdGRrmqQZF95K2I526TARHolY1R8IFlxikf+hHg63mx',
		'A6N/cL13OCtWOtNqJNTlSlcCol4M1A9G0BuLOgI7qmG9uSTJ0KHBangA+Zv4VQ3FyNnHtPZHKVIaPMHv7L3HSOdN7oAGqSvl',
		'bQYxwJewlb/M27H0KjICtq55oXYWa81YgT7mmQx8PNJX9MarYrztZkI7avtr4ram/XDNuHwwggECBgkqhkiG9w0BBwGggfQE',
		'gfEwge4wgesGCyqGSIb3DQEMCgECoIG0MIGxMBwGCiqGSIb3DQEMAQUwDgQIGRH6AnlXNMACAggABIGQX1e9KqccNrpbdkHl',
		'S+mYDdfvbnAHB8HlP5AHm5MLq3J01caftSRvWEKyuir2AGKXXz6jAbVQYA5ujwVEwmBb/MT5KlnkQ02+knNM+imSDYdYOX5u',
		'WTH4rf1LedQaED0+LlFKwlv4ZS72GdTWkSvnJPgobaAgkf36QZe6leGk27u5prvhxOEcT5P5QarxCUTCMSUwIwYJKoZIhvcN',
		'AQkVMRYEFLey0AT1aDSqi+p/WzPnXkKxlRicMDEwITAJBgUrDgMCGgUABBQVAdNp/TatJ8pDEbghgOM/We8flwQIrodqgu/t',
		'dFUCAggA',
	].join(''),
	/** `-certpbe PBE-SHA1-RC4-128 -keypbe PBE-SHA1-RC4-40` */
	rc4: [
		'MIID5AIBAzCCA6oGCSqGSIb3DQEHAaCCA5sEggOXMIIDkzCCApAGCSqGSIb3DQEHBqCCAoEwggJ9AgEAMIICdgYJKoZIhvcN',
		'AQcBMBwGCiqGSIb3DQEMAQEwDgQIYo0jkGWIeWICAggAgIICSYoDODaIA3pB52BDQH++tL01Q3FGCt6M0c9pI5V0txQOgcRy',
		'bACAJvfc9yet/17c3m6C/nMwIZhmUg/MXBNA9dOunyEz1pHnrcoUYBf8uY8xHFJpHG6MsibhRqxC33XevDKM7gGyl2pIpIzB',
		'G6qOfBzxAr1GAHd0bILwgdQOma7MiXxiltMA1JectwLvqQnktMZ+jhlYx0W+KygGMVbKLw8aRt+BLqGmmfNfqL/UjkyZeTvl',
		'XQ3AcZ+zXtLdYoR7fqbKSOM1QbkluXCecPSbVXdeG5XNojUinaSsp0NbdDBFeqCgbvom2SUAUXidxIqb8qDSaMJKdfuUAj9R',
		'ygnD2bXDKyb2zIU20p6fN0mw9Ldx95DQOI7FD6MR9mqKzNhLafLvCaP17QUPPjVviYlSvVNasZ5gvrw2l72W/xmgMZ3jdRAw',
		'eUP+jNgQfk1zDj/i/rIuxuZxG96abIGm+a724fd2x4RDEzKijXDlr6P6IEbPQvuWDLIjd6qpJSoxrmidpDS/jXZDfej6xUMx',
		'D1JeiVqC+SugnhAPtN98o9FKWbtHUSmMULVRXGotE/l7dmvZxsR29U3l8u8Rk4kKIElGB3TzrQvQRoDS5p3li8cfg5C8/T+g',
		'BqGDq5blWgHWhahoNbSCA1laeEAVq+fxbrLXpqWPh0ZWQTuPt9+bGLaiBGu88oULkCEKWk6WvEI8V6p7yrmRuDkApUv+XgkE',
		'2EkL2pefvZ+a7JCv+xGV/SsPCtilWo5WF7E0KEuJb1YiNsyBAyH7jEE/1aZUBzCB/AYJKoZIhvcNAQcBoIHuBIHrMIHoMIHl',
		'BgsqhkiG9w0BDAoBAqCBrjCBqzAcBgoqhkiG9w0BDAECMA4ECAsH0IB5VGPtAgIIAASBimzGDbMnf8jCNPbCYAHjgsvTY9aY',
		'sBDfg+0h91/Ev8yC+TiAcT+ptTe74AnH+DFqrco/RQCrKVVnwOGCALe/fsTokkqBMjRqx+h+LRQ12I2GIdIA9SvkVH9kf7FY',
		'FQ81oZuLea76g5QsNkIqfd1RWtF37YxdG9JRwKGenqKCSTz8VBGrr6UZGq5KxzElMCMGCSqGSIb3DQEJFTEWBBS3stAE9Wg0',
		'qovqf1sz515CsZUYnDAxMCEwCQYFKw4DAhoFAAQUU8+hVxKcLn31S8x6FEzZJlTItSMECE42OLpKV96UAgIIAA==',
	].join(''),
} as const;

/** The certificate alone, as `keychain` (`-nokeys`). */
export const keychainWithoutKey = [
	'MIICxAIBAzCCAooGCSqGSIb3DQEHAaCCAnsEggJ3MIICczCCAm8GCSqGSIb3DQEHBqCCAmAwggJcAgEAMIICVQYJKoZIhvcN',
	'AQcBMBwGCiqGSIb3DQEMAQYwDgQIn1+rIWSE2l0CAggAgIICKKMbTTHd5FIBZZLC9s0EGzGHe86eo6lCBWIAReeedaMbYLmJ',
	'eSolwmGToDnYzkzziKAInaqbSLdBxbdiDH4QvEdU/SoQRoOQHtNnzkHzUcFEFqjRBkOLywHJOcSTfIgAKkc8fqQT5ZLmd+KG',
	'DKbUEtnsyIh3dPPQpQjGpC2iQ0Q01YooKUIuE5eQo1qx8QdPIN6MM+REgOVfy0jJcLBaj77sLB2KuLOIAp8HBIPqpGQ+ZOfB',
	'TMH2vvKHLVg8ErInNVfK97OAkB79Z6SbyuohzkQ3p3mH9IHYl1AIJQTMnTyEOI07iC/qjJCux0Yt8rPLnqMRIbaPiLhmxYnc',
	'9sCXCMJ8MEnZ2dFrPMBELyUULHDjE17WbaMr5ZT1T+hKXW33BM3XtWyju8CWB6gX7t8JoVGTRO836N1xXp5gF9az4eZE6nB2',
	'sh4oL3MxyTitCtkuQqlj+e8gtpsLwieS/LbYqsGYP0vV4R8tapE4lNOP76B6upuSzNxiE5Ky+0U/uinvafV6i7RqIh9azWYG',
	'41WleJiBSa+1QADyPA05fEFfTP25KP1WVQBji+IWJrc2q1rqsY696gziptG04u3/H5zje4jjdnwZt4fxoY/UcZDsRWjmiSGg',
	'/seLd/2MFeVDKF1VQATRIJJ9NokiKUOeXlhcToy1r7Y0+jWUu26XxyFJ8nYepoLgHitI8No/E6npbygZkp+de6Jup/GMpYy8',
	'+gHOLJzJoZ/mcPk+YjAxMCEwCQYFKw4DAhoFAAQUmHMIbyizVlQPITfsJFEHCqr67ogECCdB/HkckxWoAgIIAA==',
].join('');

/** The key, in ciphers that OpenSSL 3 no longer has. The passphrase is "secret". */
export const legacyKeys = {
	/** `openssl pkcs8 -topk8 -v1 PBE-SHA1-DES` */
	sha1Des: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGwMBsGCSqGSIb3DQEFCjAOBAj3Bq3uY+ZI6QICCAAEgZB341HO90Qpu0rIhXVH',
		'+Gp1fC1ne/0h+4m1Rkvtpxkft+lkGs9/oULNLkgVmks4W87TD+1kUCBaa0l7fBUK',
		'9Ki94opb7odO0rjHNnIxHVg+sLZMZUUtDqEykQVfHxBWId8pqYcjTAT/ByCc8d/s',
		'yE6k9anM/Hkcp1N1qvng/S1Wd26SE7W0DOjzXW0bm37ACww=',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v1 PBE-MD5-RC2-64` */
	md5Rc2of64: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGwMBsGCSqGSIb3DQEFBjAOBAh9ff6EsHPAbQICCAAEgZBHUZhuStfbf+deSeFr',
		'n4Sf+jzITMm7nQZumnWGqo0IvbRinXYDDotm9GTY83Py7DVUtTROyfG1wwqtIS3l',
		'PO/X7QeR6UeHOnkL7EhDKyYaxcSS8rNxYe7ibnfKP/ZAwfqiziq3B8Lz5AVhAYLI',
		'CEnn9mbAkNPAg77g6zxWKKfIvtHpAWb/tvWWzWqHAE3VJOQ=',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v1 PBE-SHA1-RC2-64` */
	sha1Rc2of64: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGwMBsGCSqGSIb3DQEFCzAOBAgsNRHUkuA64QICCAAEgZDUKOd+1QuYWd0pldO8',
		'BN/BOzfVxiAO1cVc8BZxOSa8v7UXCEdwottBmXGWUr3708BkLzCZOn+0MtqWBTGx',
		'OW0b9YKumKR5IqdjHKqSOkzxAdAOe48VhB1ljJgMz0X+skAoIomGDouPFinsgit6',
		'zSOLyQwIrB7QzSw9yXFwQXlLxT3wOJKgBxKjCnLKoCaNziQ=',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v1 PBE-SHA1-RC2-128` */
	rc2of128: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGxMBwGCiqGSIb3DQEMAQUwDgQIs2EvsrrExmwCAggABIGQHbOTEJ+cjhUy5VwE',
		'KEN7PxrvJmyf8q21Zvpm2dmKYQ1Rlf+idMQrY2eNvcmYJajC8uNcD0TAGkTw3hyL',
		'YxSq6e7ygUlO/HhByN5dmVjhjYgi3Lb2+QZW9vc6fCrOCJmyD5L0zDyS95sSnCB4',
		'a8zPyvXU8ApLdBMrRKybcLjJsgs06giHIPVZOH+ixE/dz4bJ',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v1 PBE-SHA1-RC4-128` */
	rc4of128: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGrMBwGCiqGSIb3DQEMAQEwDgQIq68gn31oBgECAggABIGK0aQ5DSlV0ieUKTBA',
		'srIOhyx2wgU6m8L4Rjg8mzymHbICmhQ5NcmPNIvzPP+uyq+nlUY7JBh8+4SgcKbm',
		'aSuYL1uON6QN/QnQbkfV60yuv++K0dw9cBgQpmtPwLWinKzoZzvw5yvPKL+FvOP2',
		'Dlpj8adedCheeAPO4W6OOlP4FzSQ//sc+p9OKyQ1',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v1 PBE-SHA1-RC4-40` */
	rc4of40: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIGrMBwGCiqGSIb3DQEMAQIwDgQIu8nwAa8C89MCAggABIGKY4+3tUp4jsMaqaRG',
		'bZFiKIsZPgI0aoGWVNFSYL7ZkHReCtKtjviLwfK3bUwlq1YKOjjVBtI5J5a0db5G',
		'OwI3vciWeSIEWcAh0l/3BWoWNDAO4mdKDI9oleepFqHI9wt8XcAi426OK50j3upW',
		'rhsQKvaJ444/13zvjaZmYfyJSnvWNvVZBckwzSI4',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v2 rc2` */
	pbes2Rc2of128: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHrMFYGCSqGSIb3DQEFDTBJMCwGCSqGSIb3DQEFDDAfBAiOYEj0dts+RQICCAAC',
		'ARAwDAYIKoZIhvcNAgkFADAZBggqhkiG9w0DAjANAgE6BAgMv2OGGKa7LwSBkPWC',
		'vZzxO+zalkOjWOF7uV85aQSLU04YrPV67i0hNaOeVh/+/MWTUFawrrf97RdL1uVL',
		'2uun80ndiOYUubC73Ky6lUYjT9DwXhRTGk0AU9K4ATckkkd3OaGZFHfIFvcNoLTR',
		'K1723SYH2FhNpZpZjNPdmS+usWli2Doudb1Bqe8NN9IOLAFwZn+NopXZtfibsg==',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v2 rc2-64-cbc` */
	pbes2Rc2of64: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHrMFYGCSqGSIb3DQEFDTBJMCwGCSqGSIb3DQEFDDAfBAjF5wlKKYPSogICCAAC',
		'AQgwDAYIKoZIhvcNAgkFADAZBggqhkiG9w0DAjANAgF4BAiSZ65j4vVRlgSBkMRI',
		'HSg6lfu3oLEBj0DO61MGhswHUmcXiCaR60sdE73TTqSFqgK1yu+pOhyIaxBjNhgs',
		'+ojq9a/K7VACtPtMLXvK/uz5WC4XXDMTuvKGL0n/jZWmIqx40j9HEUA7yFIZFpEY',
		'BKLhle4USxJ5VkcGRMU4r2pt28J1OAZzru9m0T6c0XhjvvHA2qIOjAKIhhHVlA==',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v2 rc2-40-cbc` */
	pbes2Rc2of40: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHsMFcGCSqGSIb3DQEFDTBKMCwGCSqGSIb3DQEFDDAfBAib8Dxnrmp7QAICCAAC',
		'AQUwDAYIKoZIhvcNAgkFADAaBggqhkiG9w0DAjAOAgIAoAQI8JxXX5+XCGQEgZCf',
		'AMkGfyH92sIVgyIgsQ+aPYqJiLoTVjsu15WbKEsZbczin9j2LUvt2xf6kuTsHpnp',
		'sj8aiwKDNJbEgZV2fuC5eX5dd/uIJYhy46jR/0Uq2v5uwy++aZirhWSwGtgLEEkZ',
		'BbjkSkWXmUJWQD70MGIG3Z8g9yeBRNePj2DVXJGCyogYulX2atcYdPNR2v3v4uU=',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `openssl ec -rc2` */
	oldRc2of128: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: RC2-CBC,F7D18D7D8418E7BF',
		'',
		'Y1fNHZwKMnX6qUx3eykVFj3foZT7VfVVbOrZoA95j5RokPAQ1Hfwp4DZex66kqkW',
		'ONHXzcHtJREMulPnt6wVjtwFhjKufqfARD8ZV/ZKC3v33U5w71q0SpcenFgjP74O',
		'EidpfDTqfSBFmH2EPTMJO/dR8td7yneLzawo3cpLMeM=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `openssl ec -rc2-64-cbc` */
	oldRc2of64: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: RC2-64-CBC,E9D3BB7DC5D8D5E1',
		'',
		'GMH1KMkFJskpqjpTQRwf0EkhS21RT9g3rIIPsnQ/mk4u1N6Bjq2JRhjWOHXIAe7b',
		'CwGrYzQKq8KRh/ok5KHgM04EJ37SXX9Jp+YZnIl6rYKpNLIwrjSbi/ofNnOOlGH4',
		'/Xxjvm0GzSD6x+T15LsS+wNPKABuR6tOoGTJrTsV7HE=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `openssl ec -rc2-40-cbc` */
	oldRc2of40: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: RC2-40-CBC,5AA8987B0840B9D7',
		'',
		'ZfSPGCQBBZg9mOUEl9qx8lDXNrIC6Jf12dkvxaKaj4RnFE6AuXuzib3I9Ci9pOrV',
		'o+rkjRh7h2H2xZJ+y7xj4p/lyra9z8wRwp0bOQLQpxuIxxnX/4iY1y5o9yQHGRov',
		'W1lMYzDyVAAg8ODpfc49XmEIyTqMu09uQO+xhYSLUCo=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
} as const;

/** The same, in ciphers that OpenSSL has and hardly anybody uses. */
export const rareKeys = {
	/** `openssl ec -camellia256` */
	camellia: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: CAMELLIA-256-CBC,EEB4415671576693902D93A16AD1843C',
		'',
		'/RD9Q+XfMOcjszvQVpyLQprjyTVMFbF5jZ/HK36EXL1Fh0C/CNFWP+/trPhoPQlb',
		'9Ja+A6Y7lqWy8ctHvlnwVpxS9RlI4wbFuSlKuDlujOmtLRftUs5dZ4m04P4VXWrH',
		'xsNkJWyfxhnYt/1GzecAxdLd+IaJBdZRcixWo69gjVE=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `openssl ec -aria128` */
	aria: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: ARIA-128-CBC,668C51D69FD97EE8DF32AC2069001EDD',
		'',
		'uzOlLF4eH2QDetEn2rWh9qM5sZtVrQBNeaFZWc8rNmaw5J0NbO0jWGNe7Ndc6pFz',
		'DdIugnxC1yhVCpDTDjyVxL76jfJEVAkUNWfMtEjysRybL9+SvmKqixgNmkyIfMgt',
		'KetP/7KGmluOrV55TLVFq2u0m9E6EOjsHL4Afa/RVKk=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
} as const;

/** The same, in ciphers that cannot be read. */
export const unreadableKeys = {
	/** `openssl ec -seed` */
	oldSeed: [
		'-----BEGIN EC PRIVATE KEY-----',
		'Proc-Type: 4,ENCRYPTED',
		'DEK-Info: SEED-CBC,EAAB8EE2710429475E2DC34495161EA2',
		'',
		'5tOh07EBPlTbLN7WFk9XRiJ0HzhcHx1lSt0irKzV0Yysb5x+OP2M+PHt3ViWSRZD',
		'AoMTO/t3/y5LrsEA5wsp0UZpL6uScvOHoGqFPal+H00Slo4wXs7T8A6NOhlh41hH',
		'sfYSfOepb78z7D1ZvvMnesgCAGiiV+bhJbCCGyh8YjA=',
		'-----END EC PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v2 seed` */
	seed: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHrMFYGCSqGSIb3DQEFDTBJMCkGCSqGSIb3DQEFDDAcBAix8mxARTYCHQICCAAw',
		'DAYIKoZIhvcNAgkFADAcBggqgxqMmkQBBAQQqFBDiZUR7AvRFNqXIAGt2ASBkBLp',
		'FqOgbuPMkywoZ1DFlYgU+iES5B6AAZDsTklrdDtyMxoX1X9UtdGt26tP1CequxmT',
		'Eg+UV3RTnr6onfJlpLiC5WMaM+AEZMDSaKUM3AVc/ssT1TuuQpNnhUNO5b0Hik8u',
		'LEJvwQW03feQvrdB20B1DbWZQQ9wxx8d6EdKTW+sENKGsIlYpEUDe6MUK1jz2g==',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
	/** `-v2 bf` */
	blowfish: [
		'-----BEGIN ENCRYPTED PRIVATE KEY-----',
		'MIHkME8GCSqGSIb3DQEFDTBCMCkGCSqGSIb3DQEFDDAcBAix+QjVyVcjaQICCAAw',
		'DAYIKoZIhvcNAgkFADAVBgkrBgEEAZdVAQIECNC5AJQJCZ0SBIGQQtqZ7JC1v1ks',
		'gNdNnMmtvWaNy0a1sPR+1ndwKqyUjJ8YuE1Un/gto0iq/FDYMRVSUQUqzwh9Hrj0',
		'DRdICXuuWVSxlMvBcLtiMn1i3+FVLfqUFq+sKL3S5l0p3sKmncVhouPtWglY5CVT',
		'Ugoi1xa4HDeH9JT3euh1yBrLknNW4pGnlGK+1fSxaE92IE8+5eHz',
		'-----END ENCRYPTED PRIVATE KEY-----',
		'',
	].join('\n'),
} as const;
