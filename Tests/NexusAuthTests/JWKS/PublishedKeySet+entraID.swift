extension PublishedKeySet {
    /// Entra ID: keys without alg, with members of its own.
    static let entraID = PublishedKeySet(
        name: "entraID",
        json: """
            {"keys":[{"kty":"RSA","use":"sig","kid":"06ZojzNByYx6m2lQX8y7aEFRcqk","x5t":"06ZojzNByYx6m2lQX8y7aEFRcqk","n":"4D4jOZd\
            oyT022PWrpIZ_nw3estuQRDpUT7CT_fEnjv1dtsqBUslsZuvLlnkWLn0krHm7imu2xo4esEx2q_7NjdcE_GiMwfBVAF4auvqpxBF_Z7Vjq399JZ1TOhTvJ\
            AQSGIC7aqV3NjWgYuSwwzvj3Z7uT1W-gUPXm9ixXeh2Xjm3VXILM6jk5e15HDfe7CbJaRCS6Zcbm1spK_aqP_8gv8kmePK3GmKZeMusuDjRDXexNJE-ghK\
            ezcCcHQ7JKErMqQNckYft_7gSzb7ISJXaYjkX6YgLBD_Fj6wk63_9vArnWk5TcStguNqN-7omdkeapIlgJORObxNHfvhhPHT1DQ","e":"AQAB","x5c":\
            ["MIICrzCCAZegAwIBAgIBBzANBgkqhkiG9w0BAQsFADAbMRkwFwYDVQQDDBBhY2NvdW50cy5leGFtcGxlMB4XDTI1MDEwMTAwMDAwMFoXDTM1MDEwMTAw\
            MDAwMFowGzEZMBcGA1UEAwwQYWNjb3VudHMuZXhhbXBsZTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAOA+IzmXaMk9Ntj1q6SGf58N3rLbkE\
            Q6VE+wk/3xJ479XbbKgVLJbGbry5Z5Fi59JKx5u4prtsaOHrBMdqv+zY3XBPxojMHwVQBeGrr6qcQRf2e1Y6t/fSWdUzoU7yQEEhiAu2qldzY1oGLksMM7\
            492e7k9VvoFD15vYsV3odl45t1VyCzOo5OXteRw33uwmyWkQkumXG5tbKSv2qj//IL/JJnjytxpimXjLrLg40Q13sTSRPoISns3AnB0OyShKzKkDXJGH7f\
            +4Es2+yEiV2mI5F+mICwQ/xY+sJOt//bwK51pOU3ErYLjajfu6JnZHmqSJYCTkTm8TR374YTx09Q0CAwEAATANBgkqhkiG9w0BAQsFAAOCAQEAbJxBmWFJ\
            d4ZZ+BA+pXwykYvlA44NxpTpU3rJnUVXsjcqcmHaTNnbhRxmYP9CNb+w388ZaUxKI6L499FNFTm+hgwb2b4f2ZYfrj6NGbef3+1J7etK3Gg9Q8alW95WRJ\
            l2UlMlVoywDyd37nQaSIqRxpQRXkUi0yYJtpJ5gOBdLr10Tsois9jpCDcYIsGyo0aIKLsICC4fSxWLdZyMfEDhhJLvVyyTsg4nAn8W2nzN+clWQJrJ/2Zn\
            MwphBiToQOFFlkRcr3Q2cVTnQ+uxMEwXHMFN9Db5rKejlxmRu9SPQ9onTsXsFaWrRFTHgA1jtD1OTnM7mN3ClS60JGhQTFtmYA=="],"cloud_instance\
            _name":"example","issuer":"https://login.example/{tenantid}/v2.0"},{"kty":"RSA","use":"sig","kid":"entra-no-certificat\
            e","n":"uJiuzYCaK1MxnOkOyUOEdQ5XbZmidJZMWItv0VAN1qKxWtwuyXOdE3smYU5vF99aPmtbamyuDa_nOJHtOBBsEO1Eh7KnV2PDaGQyTegN8Qrmqv\
            W-OTnnnLRJV3ThVEo97Lfew926a3plnaaHcSQsJUtONYQonCHWlwcFmhGG6HP-rNIHjDZuy9J3nCyq2YbW2Tn87_p4QfcaA9ToemYOme7RT-XYlRwNAJ-q\
            GFvrBrmgt7EsOvGEJzOlnyckjpYy1bOry_oKSAK0lMAERtr38rXv3bnjw43nJWa6pjtoCmfLtSugcbZXqd0KYlbkiN9-qVnUoYCeNfGO9uSAR4z_dw","e\
            ":"AQAB","cloud_instance_name":"example","issuer":"https://login.example/{tenantid}/v2.0"}]}
            """,
        usable: ["06ZojzNByYx6m2lQX8y7aEFRcqk", "entra-no-certificate"],
        skipped: 0,
        token: """
            eyJhbGciOiAiUlMyNTYiLCAia2lkIjogIjA2Wm9qek5CeVl4Nm0ybFFYOHk3YUVGUmNxayIsICJ0eXAiOiAiSldUIn0.eyJpc3MiOiAiaHR0cHM6Ly9sb2\
            dpbi5leGFtcGxlL3QxL3YyLjAiLCAic3ViIjogInUxIn0.RIpSvdXAULbdpyxBDuaMYC7RVhv3GH9VhNw1oceOC94SI87o-fMaHscVK3LgNN2rr7zP4e_R\
            FyqcXfGhwSM7gUk3iTFFMit4FYlMzyZ5WSiQQ3nVoSaO3c899GyHzCZ_RO-BStxywXvHtEQr36gWRKgXZ7nTDdumUgD2oC5JqNGpzVvf1tJWIjUwETdskQ\
            6yXsrzkNj1AMbcQ9jqHd11vMs11pWfK9Tue36D2OczHKS1Tt0UbqFySKlIsX6HBhLI7MSvXBEAFoKp77j_iYqsssiiCf-5evcIsZHXommrIsAMifjO5zO6\
            LO02A3rv_xgpl-OP2PTpMmFFDANaMOmAoA
            """
    )
}
