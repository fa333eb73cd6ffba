extension PublishedKeySet {
    /// Cognito: one key for each kind of token, names in padded base64.
    static let cognito = PublishedKeySet(
        name: "cognito",
        json: """
            {"keys":[{"alg":"RS256","e":"AQAB","kid":"YWNjZXNzLXRva2Vucy1rZXktbmFtZS13aXRoLXBhZA=","kty":"RSA","n":"wB9twq72ri12vD\
            bAh0C_0wrlRFAzDmxJlwr8NW50haCAM43_Grkvg2dwnkKKf27aBuZ1onc2eKD15bqPuCzMoDGKTyf_4YXoCPcpfYSem1HE-swyoTT2hydx2bBg_tyZAAIM\
            YSybP5WP86AswoOzlvR8DOpVgF8H9L0RMOP8ABC3VSgQpn0l-YUwTsWbjYOXNqQ5GI6C1NVAeEipxa89Ihu0Z0jFvPG2cQH4gSMeh_CHJAW1Jo5tMd6pJO\
            JNiQskLvGWL-p4dBCgy1MYB9BuNqVJbPTj6xmFFNjCTgurPlzxe-ObGgcSOS4jiO4dVEvlINCnzSuOQ9rxaixIoXs0lw","use":"sig"},{"alg":"RS2\
            56","e":"AQAB","kid":"aWQtdG9rZW5z/a+b=","kty":"RSA","n":"1AIaGoijhLzc0lAeFDrSHKuaG9GOGbNS_wGQe7D-sbWalgMByhetA8cEjuli\
            rzrdiC84Go5oQGJVpS85Au9NQAFcf7BJ7VwKGE_ZC3Py3Sq6B_u6b3ASvworeHtx-VgtysjwXLWgWavMtMW-r1supfcfqJaDQ1cxYm6NoNBLL9wGHjXapi\
            Reap4xnbL2kxnTwz5B_6de-cbdr7995T0B4J4SCBOiha5X-Gd7h9AIAR7t7aF9vI8F5qVkudtBLh92y8ahPIAfsdhOGVsDr5r3HVeIg3gbcMczC-NGVGNP\
            -_TfbGUw4sbkX1sPbaA6-sBtDuRnfu0SKi77L3EBCLcM4Q","use":"sig"}]}
            """,
        usable: ["YWNjZXNzLXRva2Vucy1rZXktbmFtZS13aXRoLXBhZA=", "aWQtdG9rZW5z/a+b="],
        skipped: 0,
        token: """
            eyJhbGciOiAiUlMyNTYiLCAia2lkIjogImFXUXRkRzlyWlc1ei9hK2I9IiwgInR5cCI6ICJKV1QifQ.eyJpc3MiOiAiaHR0cHM6Ly9jb2duaXRvLmV4YW1\
            wbGUvcG9vbCIsICJzdWIiOiAidTEifQ.VVpyqh1JHML48lw4njA2YNjhUhtrGxsOprZNaJ6Z4oohR2Y4OXrnGBuxqey5nndsWK3VjRNP_jax8IjYloqIpW\
            7RVM4Cj6Ois6zugbKUlOi__bMMxKBYGO8OWRPGx0bJfIe9YXXOiHLa5fVYZgXvi99HLC567xKBWGkKwZ7CbTlsY7My1CwMIRzMkJ3kmlMH13nNHvjVgpq-\
            8izndliGAhtlkFCQ6daYrraJJ4rWEVtAknEcsCNjpy3h7Y7JNnkK3Ugqq886GWIwepQpTCNXAK5jUAXYbH9oyk8a-UZzLVJsKlLpQZYx0nv3ATVtRRWVzs\
            ZErJrGuHZ2aoUOvCf72A
            """
    )
}
