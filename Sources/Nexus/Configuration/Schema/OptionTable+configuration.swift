extension OptionTable<NexusConfiguration> {
    /// Every key of `nexus.yaml`.
    static let configuration = OptionTable(
        .app + .cors + .securityHeaders + .operation + .serverLimits + .jwt + .rbac + .rateLimit + .tenantIsolation + .audit)
}

extension [ConfigurationOption<NexusConfiguration>] {
    /// What the app listens on and looks like.
    static var app: Self {
        [
            .init("preset", \.options.preset, .preset, "A stack of defaults below the file."),
            .init("api_host", \.options.apiHost, .string, "The address to listen on."),
            .init("api_port", \.options.apiPort, .integer(0...65_535), "The port to listen on; 0 lets the system choose."),
            .init(
                "rate_limit", optional: \.options.rateLimit, .integer(1...10_000_000),
                "Requests a minute: each caller's limit (100 unless given) while `auth.rate_limit` brings none, else a cap on each address."
            ),
            .init("title", \.options.title, .string, "The API's name in the docs."),
            .init("version", \.options.version, .string, "The API's version in the docs and in `/health`."),
            .init("enable_docs", \.options.enableDocs, .boolean, "Whether `/docs` and `/openapi.json` are served."),
            .init(
                "docs_assets", optional: \.options.docsAssets, .string,
                "The folder with Swagger UI; without it the docs are the built-in page."),
            .init("database", \.database, .string, "The SQLite file of the reference API."),
            .init("auto_discovery", \.options.autoDiscovery, .boolean, "Not there yet: `true` is refused."),
        ]
    }

    /// Which web pages may call.
    static var cors: Self {
        [
            .init("cors_origins", \.corsPart.origins, .list, "Origins that may call: exact, `https://*.example.com`, or `\"*\"`."),
            .init(
                "cors_allow_credentials", \.corsPart.allowCredentials, .boolean,
                "Whether cookies may come along; refused together with `*`."),
            .init("cors_allow_methods", \.corsPart.allowMethods, .list, "Methods that a preflight allows."),
            .init("cors_allow_headers", \.corsPart.allowHeaders, .list, "Header fields that a preflight allows."),
            .init("cors_expose_headers", \.corsPart.exposeHeaders, .list, "Header fields that pages may read."),
            .init("cors_max_age", \.corsPart.maxAge, .secondCount, "How long a browser may keep a preflight's answer."),
        ]
    }

    /// What keeps browsers from doing harm with an answer.
    static var securityHeaders: Self {
        let options: [ConfigurationOption<SecurityHeaders>] = [
            .init(
                "content_security_policy", \.contentSecurityPolicy, .string,
                "`Content-Security-Policy` of answers that do not bring their own."),
            .init("referrer_policy", \.referrerPolicy, .string, "`Referrer-Policy`."),
            .init(
                "strict_transport_security", optional: \.strictTransportSecurity, .string, orNull: "none",
                "`Strict-Transport-Security`, over TLS alone."),
        ]
        return OptionTable(options).lifted(\.securityHeadersPart, below: "security_headers")
    }

    /// Running it.
    static var operation: Self {
        [
            .init("enable_monitoring", \.options.enableMonitoring, .boolean, "Whether metrics are collected and served."),
            .init(
                "management_port", optional: \.options.managementPort, .integer(0...65_535),
                "A port of its own for probes and metrics, on the same host."),
            .init("log_level", \.options.logLevel, .logLevel, "The least level that is logged."),
            .init("log_format", \.options.logFormat, .logFormat, "How log lines look."),
            .init(
                "trusted_proxies", \.options.trustedProxies, .list,
                "Proxies whose word about a client's address counts: addresses, CIDR blocks, or `unix`."),
            .init(
                "client_address_field", \.options.clientAddressField, .clientAddressField,
                "The field by which those proxies name the client. `either` reads both, and believes neither where they differ."),
            .init("tls.certificate", \.tlsPart.certificate, .string, "The file with the certificate chain, in PEM."),
            .init("tls.private_key", \.tlsPart.privateKey, .string, "The file with its private key, in PEM."),
            .init("handler_executor", \.options.handlerExecutor, .handlerExecutor, "Where handlers that wait run."),
            .init(
                "shutdown_timeout", \.options.shutdownTimeout, .duration,
                "How long a stop may take, after `shutdown_delay`, before what is left is cut off."),
            .init("shutdown_delay", \.options.shutdownDelay, .duration, "How long requests are still served after readiness fell."),
        ]
    }

    /// How much a client may ask for.
    static var serverLimits: Self {
        [
            .init("limits.max_target_length", \.options.limits.maxTargetLength, .size, "Longest request target; 414."),
            .init("limits.max_header_size", \.options.limits.maxHeaderSize, .size, "Largest header section; 431."),
            .init("limits.max_header_count", \.options.limits.maxHeaderCount, .integer(), "Most header fields; 431."),
            .init("limits.max_body_size", \.options.limits.maxBodySize, .size, "Largest body, where a route says nothing else; 413."),
            .init("limits.max_connections", \.options.limits.maxConnections, .integer(), "Most connections at a time."),
            .init(
                "limits.max_connections_per_address", \.options.limits.maxConnectionsPerAddress, .integer(),
                "Most connections of one address (IPv6: one /64) at a time."),
            .init(
                "limits.max_pipelined_requests", \.options.limits.maxPipelinedRequests, .integer(),
                "Most requests that wait on a connection behind the one that is answered."),
            .init("limits.idle_timeout", \.options.limits.idleTimeout, .duration, "How long a connection may stay without a request."),
            .init("limits.header_timeout", \.options.limits.headerTimeout, .duration, "How long a header section may take."),
            .init("limits.body_timeout", \.options.limits.bodyTimeout, .duration, "How long a body may take; 408."),
            .init("limits.min_body_rate", \.options.limits.minBodyRate, .size, "Fewest bytes a second of a body, on average; 0 for any."),
            .init(
                "limits.min_body_rate_grace", \.options.limits.minBodyRateGrace, .duration,
                "How long a body may take before its rate counts."),
            .init("limits.handler_timeout", \.options.limits.handlerTimeout, .duration, "How long a handler may take; 503."),
            .init("limits.write_timeout", \.options.limits.writeTimeout, .duration, "How long a client may take to read an answer."),
            .init(
                "limits.stream_idle_timeout", \.options.limits.streamIdleTimeout, .duration,
                "How long a streamed answer may stay without a piece; 0 for ever."),
            .init(
                "limits.max_unread_body", \.options.limits.maxUnreadBody, .size,
                "Most bytes of a refused request's body that are read before its connection is ended."),
            .init(
                "limits.linger_time", \.options.limits.lingerTime, .duration,
                "How long a client may go on sending after the last answer, so that it can read it."),
            .init(
                "limits.max_concurrent_streams", \.options.limits.maxConcurrentStreams, .integer(),
                "Most streams of an HTTP/2 connection at a time."),
            .init(
                "limits.max_stream_resets", \.options.limits.maxStreamResets, .integer(),
                "Most streams that an HTTP/2 client may take back in 30 seconds."),
            .init(
                "limits.max_control_frames", \.options.limits.maxControlFrames, .integer(),
                "Most PING, SETTINGS and PRIORITY frames of an HTTP/2 connection in 30 seconds."),
        ]
    }
}
