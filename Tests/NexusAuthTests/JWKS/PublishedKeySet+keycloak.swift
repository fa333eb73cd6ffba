extension PublishedKeySet {
    /// Keycloak: an encryption key beside signing keys of three types.
    static let keycloak = PublishedKeySet(
        name: "keycloak",
        json: """
            {"keys":[{"kid":"kc-enc","kty":"RSA","alg":"RSA-OAEP","use":"enc","n":"sLITjpZdeNS7ImWTmX36OFp0ABqOzokiTD9KmJEe4HeXqqj\
            e8uz5uWw0zml3T3L_1R1ztM-uxIksgp6Bwzgq2tw1YuZNVYNgho4xXDtDXDMnlNKKLcz-VX3glhdaDM-L2hATAQRB8-wGBOjFYSoXHBnRJ8nUbmNFFyshL\
            LnASniDrgQyLsbIsGQRXS-5a4RYs6JSaEOCNByx--2rGKmE-AZUDNg0_-z2SzPqE3S3BI-AkM_krk8UyXRep2TZ1dWjjnz2I1quASVylFW-HnbMKNJcZAp\
            V7-NZNwszVyI6Z3TrU6oKwzNgflyzYjSWCWbzCKTGgCDcCvfnOnk4l9mcnw","e":"AQAB"},{"kid":"kc-sig","kty":"RSA","alg":"RS256","us\
            e":"sig","x5c":["MIICmTCCAYGgAwIBAgIBBzANBgkqhkiG9w0BAQsFADAQMQ4wDAYDVQQDDAVyZWFsbTAeFw0yNTAxMDEwMDAwMDBaFw0zNTAxMDEwM\
            DAwMDBaMBAxDjAMBgNVBAMMBXJlYWxtMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqiebbWNw9LAcsHOdR6mtuaSnl347mKB6ohDyM5kAUKl\
            ZuZlfJcKw19WEtf68EjPxg4Z8wvkd78xnee/v52MY10INYlVS25RnIiRe2WtfbyaaUjy49/ifPN9b9b9AhYuJ2UxI+gCOFtubXw99nK5dsG0au8PCkk8uq\
            muYvrnxvdrKtwPie74hFjrWtPcDz4PsVPztvsvsZOKgMiP/krb19by9QCCHJBSeUiKtORiPJrh+EXWfvd82nNDeghCeHCrBYg7UbHlmuHZVoYtgl/9Zg2k\
            ErdEA62jqt1Vb0YnNPa/5V6yiPmgl3UCnXacCMt6uGU/1Rh7xtBBltd2nl7MTnwIDAQABMA0GCSqGSIb3DQEBCwUAA4IBAQBaFaMg9OCu51mP5ZYkhk5+B\
            tubKgW+atr4xCMLfBGwcxAWoCsBSZfsDZB01stJFpb9O9f/YTlimErnFjv4kVWchVKPFZ6nittcUa3imCfseV1Mogz+fBMCr65voKwYHiekf8mUmCvoy/M\
            INnIveG9LZeisD/b6iZLtVepRDo/QRrBObws/sLf980qxlk8T6wgtGk2ey7WmNJkrpljkGQQX8sLVxgokIcLjVrEaCCaYkCNGZffceV8TpSK4er0yvSpOT\
            2h1W1dsdNas1GZaVgUmfGkS582pbQGdYZZEKWNUIH6IqdJ+XgHeJ5bLvy8kocCj5YZ0Te0/5ZEL5mJR40yr"],"x5t":"SZQbcJ2wqvm6KTZRzVTcR5xI2\
            Ow","x5t#S256":"bMYG9WEIxC7E1qru4S0fOqfazFopjwq3f7j3LheyYHs","n":"qiebbWNw9LAcsHOdR6mtuaSnl347mKB6ohDyM5kAUKlZuZlfJcKw\
            19WEtf68EjPxg4Z8wvkd78xnee_v52MY10INYlVS25RnIiRe2WtfbyaaUjy49_ifPN9b9b9AhYuJ2UxI-gCOFtubXw99nK5dsG0au8PCkk8uqmuYvrnxvd\
            rKtwPie74hFjrWtPcDz4PsVPztvsvsZOKgMiP_krb19by9QCCHJBSeUiKtORiPJrh-EXWfvd82nNDeghCeHCrBYg7UbHlmuHZVoYtgl_9Zg2kErdEA62jq\
            t1Vb0YnNPa_5V6yiPmgl3UCnXacCMt6uGU_1Rh7xtBBltd2nl7MTnw","e":"AQAB"},{"kid":"kc-ec","kty":"EC","alg":"ES256","use":"sig\
            ","crv":"P-256","x":"jlFd3Qlf9q6uRB32JI1FykJkpXnu7I9fIYSFZv0HDWk","y":"k995VOU7TFcNp9z8SRIQ93I2u3O9OwDLh0IGB0-K4ZE"},{\
            "kid":"kc-ed","kty":"OKP","alg":"EdDSA","use":"sig","crv":"Ed25519","x":"TTLc0yXGNimFtgeuP84Ek8pzz-XBR8xXhuyJP7_YeLE"}\
            ]}
            """,
        usable: ["kc-sig", "kc-ec", "kc-ed"],
        skipped: 1,
        token: """
            eyJhbGciOiAiUlMyNTYiLCAia2lkIjogImtjLXNpZyIsICJ0eXAiOiAiSldUIn0.eyJpc3MiOiAiaHR0cHM6Ly9zc28uZXhhbXBsZS9yZWFsbXMvbWFpbi\
            IsICJzdWIiOiAidTEifQ.COCAOYJ7le_cwQ2VBa32BlzAR1kr-OEtAeQ6SNstKoRMquK0heqpUJH10W_UR6HiZDWX3JAhQrawsBfB9wCEM1uC6ltfq4hds\
            b_JWLkry4GXpotxf9cyiGO33EDRG5YBDfAKLxjoUbRuzfW7GnIwLvUyAaX3zCko_AqP1372SrKpP4VRglPrqGVDYuZIQ60ZhiogPvugGrT_0_xV5qCYota\
            rFkE28t9ZM7jrP5XQQayJXZkg0vmxsKwRnM1fGc_Q3kFxqmYOoTHMiS-PTLrOhCIWikkRligi0ywt55UWn0BY-s9J9yCRmKCyAqB9lD7XYaQ6vs3u8ZSeS\
            zEjNs_zSg
            """
    )
}
