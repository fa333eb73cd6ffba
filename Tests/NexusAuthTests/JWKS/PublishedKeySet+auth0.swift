extension PublishedKeySet {
    /// Auth0: two keys with their certificates.
    static let auth0 = PublishedKeySet(
        name: "auth0",
        json: """
            {"keys":[{"kty":"RSA","use":"sig","n":"r7F85BxQEAJNRHGAEQZwJHBoHj8aImYi9cK-vHXVi4E8Azp-Lx5LDMHwjHvg4KbDnWWwpcGM9P216Xc\
            PqXYwiyX3Qf92SkbE9RkXgXM-64t0V1V4dMkSg5sERdSk4YDC6xZOsHFvuS4UVqGH0rsxMEihLMbeM-B7ZqQSlima__o3R1pLH-r7qTcfWp1sUpUzENX4b\
            Gi-8ea63OhVu8lE0rPkDVL1OCo84_bSEyLlj6m449eGFol_0REZulRognn2yMAmVNFI4kRKeFJZZEA4c0aTJxNJ-1x-Ob4MvaGtciTUR7RWgD00ImYo_ZT\
            TWXLVGKbLv-E1CuQIp_qiNY0RKw","e":"AQAB","kid":"Zm9vYmFyLTE","x5t":"30SOolO24NmglLar7F7NZfumVjE","x5c":["MIICqzCCAZOgAw\
            IBAgIBBzANBgkqhkiG9w0BAQsFADAZMRcwFQYDVQQDDA50ZW5hbnQuZXhhbXBsZTAeFw0yNTAxMDEwMDAwMDBaFw0zNTAxMDEwMDAwMDBaMBkxFzAVBgNV\
            BAMMDnRlbmFudC5leGFtcGxlMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr7F85BxQEAJNRHGAEQZwJHBoHj8aImYi9cK+vHXVi4E8Azp+Lx\
            5LDMHwjHvg4KbDnWWwpcGM9P216XcPqXYwiyX3Qf92SkbE9RkXgXM+64t0V1V4dMkSg5sERdSk4YDC6xZOsHFvuS4UVqGH0rsxMEihLMbeM+B7ZqQSlima\
            //o3R1pLH+r7qTcfWp1sUpUzENX4bGi+8ea63OhVu8lE0rPkDVL1OCo84/bSEyLlj6m449eGFol/0REZulRognn2yMAmVNFI4kRKeFJZZEA4c0aTJxNJ+1\
            x+Ob4MvaGtciTUR7RWgD00ImYo/ZTTWXLVGKbLv+E1CuQIp/qiNY0RKwIDAQABMA0GCSqGSIb3DQEBCwUAA4IBAQAe6L1gN6HsLeMHIPgKN8NHBGyUiiCi\
            qd2sCDOMtf/3l9vJB203cgJJ33oTdjMaIt5r23xMP00LQzYdykg6+B0OSq+/iQAkRCIplBK2I5w9U0BgfjkuwraRId5I2r+dwDu1BvTVSZds7aLYaq5qnt\
            hX98Aqa0tJCHr5D4my63hz+90RkGmHJs/cs3AHNCTU4VZRlFe9WsauDfVsOwEJjhTE/qySw58tmRBFJ+B/vCNm6frZ3J26Pnnklyl9lbv2xQTe8KMPGpsk\
            sxMT4DM2v/9wSAtDfxEYu5t4QPRgq0CPqO8hr1G884m4cfnys6Uch4jeEvrbMjxYKHFJmCBaEX4P"],"alg":"RS256"},{"kty":"RSA","use":"sig"\
            ,"n":"qYbxYNzkpCUpYLHXqgvV9rkUMK746yF1szpgb9JFJ0rTLnie_yYlZ0qrVyGITf5tauxh1QmJoVXndE_Bxt6pykkLrZvwAu6AwpWck6nFu-8pf5Ih\
            I_eaKA4-N2H7qRCRaqX4grbDKIXte2K8EkdNMMGi3MLYCi48WcdX8SIqvvFd6FID-vs66tdd8w0XrSN618PoE5Gd80iyPsOsxmLcd1xw0XqTjC8lIlnZ2O\
            WrTE9efI6LMraRIQshRMBbFrMGVmPHPHNbLR0SkHzc3V9lJYpVEAE7Vu1VmBbg71D5DOP8FRQxQ4Hxy7S23RGlyQKELs6Hz_CBadhKWFbWchgfFQ","e":\
            "AQAB","kid":"Zm9vYmFyLTI","x5t":"eZ5enU_o1Lt2H9X6OOGIdbcgUhQ","x5c":["MIICqzCCAZOgAwIBAgIBBzANBgkqhkiG9w0BAQsFADAZMRc\
            wFQYDVQQDDA50ZW5hbnQuZXhhbXBsZTAeFw0yNTAxMDEwMDAwMDBaFw0zNTAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDnRlbmFudC5leGFtcGxlMIIBIjANB\
            gkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqYbxYNzkpCUpYLHXqgvV9rkUMK746yF1szpgb9JFJ0rTLnie/yYlZ0qrVyGITf5tauxh1QmJoVXndE/Bxt6\
            pykkLrZvwAu6AwpWck6nFu+8pf5IhI/eaKA4+N2H7qRCRaqX4grbDKIXte2K8EkdNMMGi3MLYCi48WcdX8SIqvvFd6FID+vs66tdd8w0XrSN618PoE5Gd8\
            0iyPsOsxmLcd1xw0XqTjC8lIlnZ2OWrTE9efI6LMraRIQshRMBbFrMGVmPHPHNbLR0SkHzc3V9lJYpVEAE7Vu1VmBbg71D5DOP8FRQxQ4Hxy7S23RGlyQK\
            ELs6Hz/CBadhKWFbWchgfFQIDAQABMA0GCSqGSIb3DQEBCwUAA4IBAQBHdxOz802k9RI86dHXemVdrveKTXqdsvum0DAOyAMuOK7wxM1Q94f9U6eHlsNG7\
            y90jkQmShZnVesvSnWDYQ5BbKzeHdQYcunVGHopZx1FMh2uvk9NEYfyE2gtJclUyaDrZRrQuCIElGhNmVMWQfgPiRmC2LqcbQKuI8Ee6FWrgvN3i1a1vMS\
            0QrrjUQqWU1A7DHan8IUd+JWXSAlHVY6PKcPtTpFIo14ht31mJ0NKH5kXqzF/twvfI1VDHOIBBiXayuHZkpvEdctgvVq28/l4Yariu48PcWfsz4ng9ARNC\
            bAx7sqUmTtpVRKe/KJRZYa09k1YmCDFWSjBrkNTkfBF"],"alg":"RS256"}]}
            """,
        usable: ["Zm9vYmFyLTE", "Zm9vYmFyLTI"],
        skipped: 0,
        token: """
            eyJhbGciOiAiUlMyNTYiLCAia2lkIjogIlptOXZZbUZ5TFRFIiwgInR5cCI6ICJKV1QifQ.eyJpc3MiOiAiaHR0cHM6Ly90ZW5hbnQuZXhhbXBsZS8iLCA\
            ic3ViIjogInUxIn0.aU0BR9UZ5WicjtHRFTJt4YNchbIb_wkywOe_UiAPZkob-mFFs1gXbzJ10_5lorER901lpACtq2IjNwIcckQJ1Uqp4dLMO4-adCoqW\
            c6JLchPfI3Wl_TWExX_Uqg9kKdKeonBnzYpKgThrgHRREeb46Q5Wx665DUervEQh9Sn5tatVSIuMjLCgu8onBrNYI9DLoQWgwaGkwSQ29DRwPW-u3EluuU\
            pexQ2DCPmMA37Y7vKmGKHflXZIPHwSKdj_FjKnaNY-bdKGCLAshvwU_G34wsN4OVCaGuuZG18r3tyS8TqYslSbQsU2Q2SoP1q7bmHIfAy-hnZEnI82a6p8\
            Wl6RQ
            """
    )
}
