extension PublishedKeySet {
    /// No provider's: two good keys among everything that must be skipped.
    static let foreign = PublishedKeySet(
        name: "foreign",
        json: """
            {"keys":[{"kty":"oct","kid":"secret","alg":"HS256","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"},{"kty":"RSA","ki\
            d":"weak","alg":"RS256","use":"sig","n":"8mpPkQEjFPB4sgy_ck_D7ZN2bZRqwdk6V_gGpwKAABJ3HMOmaNLneZmqvBqbNYzH7QG5zjcKfU3CN\
            Pl4BhboTsqXlEZgIynxYK_osdz4bGrPaaxA2uAdRlD0FFs3UyVDh54zmheTirDT06ZzfDHX71x8mZ3_YDkPsOdvYf0-lp0","e":"AQAB"},{"kty":"EC\
            ","kid":"koblitz","alg":"ES256K","crv":"secp256k1","x":"EZQrjaH671wHgfmYIbQfRg4-NeQeTssSQ570QE0gQ6w","y":"dgYlTqU8FiYU\
            eu-2yTmTCbruMeYgUHDIfKMn26KxrX4"},{"kty":"AKP","kid":"post-quantum","alg":"ML-DSA-65","pub":"AAAA"},{"kty":"OKP","kid"\
            :"agreement","crv":"X25519","x":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"},{"kty":"EC","kid":"no-point","crv":"P-2\
            56","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},{"kid":"no-ty\
            pe"},{"kty":"RSA","kid":"private","alg":"RS256","d":"AQAB","n":"tPwLAtUAkR7XHhfZfa4N6B7_b14HMylEj2GV6s1Lkxntw13ZvPZeUn\
            lZ308Pfqpfb3v8GrAsaJcz7femm5y-AFRpBH6J61jnZxNMHJpPKV8oAbOM48-ktCioTdJ79KKC803B3iIarAJs0W52bZ2reOJ_m2PniBf4KJTmufFdbrAV\
            omf0sYLriYKly5h_-BqHEXdjtn1hys0wfMsYJOY3vSkA-XgS5vTIIlhtKsS16WQz14l4kmBkYFZtgIsp0LHHDTcqD9E2fLv0rLwSATIjxg6DhW3P1GXAKy\
            MXFloz7IM2Hw50BBVl0e76VWwvBnOQ1FkklJI-KDzJkbCLs7echw","e":"AQAB"},{"kty":"RSA","kid":"derive-only","key_ops":["wrapKey\
            "],"n":"tPwLAtUAkR7XHhfZfa4N6B7_b14HMylEj2GV6s1Lkxntw13ZvPZeUnlZ308Pfqpfb3v8GrAsaJcz7femm5y-AFRpBH6J61jnZxNMHJpPKV8oAb\
            OM48-ktCioTdJ79KKC803B3iIarAJs0W52bZ2reOJ_m2PniBf4KJTmufFdbrAVomf0sYLriYKly5h_-BqHEXdjtn1hys0wfMsYJOY3vSkA-XgS5vTIIlht\
            KsS16WQz14l4kmBkYFZtgIsp0LHHDTcqD9E2fLv0rLwSATIjxg6DhW3P1GXAKyMXFloz7IM2Hw50BBVl0e76VWwvBnOQ1FkklJI-KDzJkbCLs7echw","e\
            ":"AQAB"},{"kty":"RSA","kid":"good","alg":"RS256","use":"sig","n":"tPwLAtUAkR7XHhfZfa4N6B7_b14HMylEj2GV6s1Lkxntw13ZvPZ\
            eUnlZ308Pfqpfb3v8GrAsaJcz7femm5y-AFRpBH6J61jnZxNMHJpPKV8oAbOM48-ktCioTdJ79KKC803B3iIarAJs0W52bZ2reOJ_m2PniBf4KJTmufFdb\
            rAVomf0sYLriYKly5h_-BqHEXdjtn1hys0wfMsYJOY3vSkA-XgS5vTIIlhtKsS16WQz14l4kmBkYFZtgIsp0LHHDTcqD9E2fLv0rLwSATIjxg6DhW3P1GX\
            AKyMXFloz7IM2Hw50BBVl0e76VWwvBnOQ1FkklJI-KDzJkbCLs7echw","e":"AQAB"},{"kty":"EC","kid":"good-p521","use":"sig","crv":"\
            P-521","x":"AK_Ecc5yYdrqnUnUFVmzL-_dJhpr4vCFFV9uzUq7K1IqnNDACVdovcARtHfnaM5Ix010nn0Kt97RImx_FvXP_Drh","y":"AXRB0orPCw2\
            FaPW9KDEqzEYSrXD-dkDPBqSRqy8Q-iW9ziay77tpdx0JcGuhCx_b-NBRLmovLPhE_nNbuMiqW4BM"}]}
            """,
        usable: ["good", "good-p521"],
        skipped: 9,
        token: """
            eyJhbGciOiAiUlMyNTYiLCAia2lkIjogImdvb2QiLCAidHlwIjogIkpXVCJ9.eyJpc3MiOiAiaHR0cHM6Ly9taXhlZC5leGFtcGxlIiwgInN1YiI6ICJ1M\
            SJ9.njKzv_dSBhnOsd75RtgpqJ1mEmzDc8855pPYUdfXOREthwvozryLJml3O5RiQxeTxf9Ve1isO3Vaws8_q1L_Lz4BZJrXxNIJayj5vFgBZh1pJqi2C5\
            s3jULU_4v2reSANGtzISFyqJKGv7zErevb1zdWwEEFSitCSH7jmNigN_x5tfVOPC-uE6rvXP4bTshlsbVLLjIFVTyk72cpVDUd551czK0e5M-QRn7NFDN0\
            QRgLx0CywFtmskLUoKRJzP9ZEXcHT5eqZD6ZXenHVGOC0kL4WBQPuKVXWDW9yQiix1H8dydK1gW_OuSztuxduYK2wztez1SvG4wMkCVd5ngAbA
            """
    )
}
