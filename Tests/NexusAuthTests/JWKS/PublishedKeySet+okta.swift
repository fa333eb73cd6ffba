extension PublishedKeySet {
    /// Okta: the current key and the next one.
    static let okta = PublishedKeySet(
        name: "okta",
        json: """
            {"keys":[{"kty":"RSA","alg":"RS256","kid":"okta-2025-a","use":"sig","e":"AQAB","n":"0PKCE1CF6oGI-jPekqq8CkIFZDbc2VebFV\
            Pagd7KHAitUGp8dPblVG107SMBd1t9oiTK4MaeYpItH8gnHEOAOstG1T2t0ee7NZZrYRORToyXrTScnoDh3ypK2uZcjCNH4bMMGHyXq5VbpVidkB10TD9H\
            gnVgPIS1coKZ8Mx4gMkUbymC8ikKTDljQOdIwZzTifqmhrJKSyGlZeIEd0R9woKJHka3vuzEq9ssIN8e2nOM9Xiz8AIZwPzC8YpznYPKZFp33V_ZLsWTAQ\
            ZL9JR7glip1y3o061YlX7LPIuZNryJ2-9gLUTAVpAV5FuGR_91I6Y_ykG6OewSFbbZsdqzEQ"},{"kty":"RSA","alg":"RS256","kid":"okta-2025\
            -b","use":"sig","e":"AQAB","n":"u1N5RCchIDHsY7rp5_6Ih2CsyxhGLHRXocfb8IBxSZ-e_yrfJNmA2QHMBqhxHUt-dz0b4jaqLajG3M-h3cPp1O\
            ydpXN57w_Uk7meismP3eI05pK9QfX0gEQ29_hHsluTaJtjl3PAsPCP2xtarn1NicCWTEY99vmJkK4yapa0BfiMqIq9oEjFe4me8pG3eK-2RtpQT-utM0hu\
            9agwcKtsL7vJv8qpTfPucmucDi5s_o2wC3T3iHn1Q-6bvJM4mbqkg1IrzIaldqQQYju-INnhZ0V3AQEbBClPXEaWLNFmFciu36zNt91qcSJ2PG2q5iQb9P\
            nwV1yarKNilJygtva3yQ"}]}
            """,
        usable: ["okta-2025-a", "okta-2025-b"],
        skipped: 0,
        token: """
            eyJhbGciOiAiUlMyNTYiLCAia2lkIjogIm9rdGEtMjAyNS1iIiwgInR5cCI6ICJKV1QifQ.eyJpc3MiOiAiaHR0cHM6Ly9vcmcuZXhhbXBsZS9vYXV0aDI\
            vZGVmYXVsdCIsICJzdWIiOiAidTEifQ.rs60OGgbxKkZQQY6lTkgc35CzukRh7IiD7Q0HUwkWiKWxoxHAaObWD3euDB6C6MPDzQwmuaEQHDfEjL2X0GbwY\
            DXhO4ELonLN-BpfRolDfGvacE7OXjYXhDPXiFlpCVLyEv3Qi1Lk9VPbgBIfrIOgxnx9BGB-b5hNA44O3ilNtBd3Qy2d7yEkKA55Sh0mK6m2YSsXENrp-Gb\
            dVKhzBVpi3gL9RW3Q3CbVGkHqQxrSz9ES8wEy4P-SFs2POwmPhdN-9dt4ogT6cOprnkQhlx2KXszhEmFiNV2DB3HqEnd5A3YOv03cjU_WzhC8a5Z9p33D4\
            WB8ihxSPVmcpvt1t4now
            """
    )
}
