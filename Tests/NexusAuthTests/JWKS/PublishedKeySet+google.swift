extension PublishedKeySet {
    /// Google: two keys, members in any order.
    static let google = PublishedKeySet(
        name: "google",
        json: """
            {"keys":[{"n":"2DoZjpV0j-aSR9fEh5Fl0N_KO842K9HWYXRsaqyl7cESBxaGz9lk2dfWR0nhDRhXrac92IXKaElHayJHbfdvBgEtcDy5l85eFehLxUc\
            BhMkK-aqs9Lv66OsDi8154_0Be95zVKzR-6C9sMWRxXwfRZV5PGZJg44AfBuAMOx0ITdBcCdHAF1tPHO4hafiA2cuKu_FJlsl_Dp_osQ8AzkRLaQ6fLZjS\
            UcUvoVNkJUrhH91341Vbwzkh5TF1DSYQjF1TOUNAqT5o1pCJSUQyX3JVqHqP19h-W4tvLRfzqOlle-4qm6xt5lhCdAPu6nOTyWzAQtSkoDd2spnJ8jVleD\
            Ydw","kty":"RSA","use":"sig","alg":"RS256","e":"AQAB","kid":"0123456789abcdef0123456789abcdef01234567"},{"e":"AQAB","a\
            lg":"RS256","kid":"fedcba9876543210fedcba9876543210fedcba98","use":"sig","n":"n27_i2lxHSdC_h4aMiy5No9vdVdrvECazBRGHCZG\
            pjPG8WdcKjPftpfZ6vgeVeetmvrcteUhsPDlrEpK1Tmi-peDxDXgOAyWfIl5hHupWSRosbG5RXvlCl9wJ4oyaYZf7QQaAvAik0Rqy6BJYf2ncX4q-tp-dQ\
            5qXq2IX7WDkVh2RcT0SCWxm8Si0xWoHTtyHLincnvpDvdreTo6e1TFUi0390rxk9q5kRflljkn8p7Ivhcm5RicjPloPe4BUmttSWca3tm1hYbJrDFfE8n2\
            jHWEKbJ_tfMX6lvYGJI9mnDgiy6zTtzyZpj3s8CpEdB4_Vgyx7KDRjpFAHLYzzk18Q","kty":"RSA"}]}
            """,
        usable: ["0123456789abcdef0123456789abcdef01234567", "fedcba9876543210fedcba9876543210fedcba98"],
        skipped: 0,
        token: """
            eyJhbGciOiAiUlMyNTYiLCAia2lkIjogIjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1NjciLCAidHlwIjogIkpXVCJ9.eyJpc3MiO\
            iAiaHR0cHM6Ly9hY2NvdW50cy5leGFtcGxlIiwgInN1YiI6ICJ1MSJ9.PWdrM6VohQbQEsiYQipf7UdeKqirgG4UPowJ9nA-ZGlph0OyzPVA08biWvIf1S\
            2LEqqBkEF8uKipArVCO2G-mwi92zxVayfwr9jWmDO2sNLdP-DOqDGmdMqSKfSPHMmC4mOW3EHDjTq3TyixWLr65WAqfcGwT6QA0ECJt2NtTQClBt_eJFa7\
            WreL71AK1dqLbQvPifF3DtqUIh5Z0aUXhLIxC45KR0BRqbtAwE-zMzs3D_3FzD3oxJ2LRRBantFG4YBwLYTrDSb4pqitwD3dj_MGVMSOdEeOSiwpOEY52R\
            DANacO0vdK8-6EmXXm2Ap1ik888tKzhaJFr_pAehZjyA
            """
    )
}
