import Foundation
import Logging
import NexusAuth
import NexusCore
import Synchronization

/// Everything that a start puts together before anything runs.
struct AppAssembly: Sendable {
    let components: AppComponents
    let runtime: Runtime
    /// The routes as they were declared, without the built-in ones.
    let routes: [RouteRegistration]
    /// What serves the management port, if there is one.
    let management: Runtime?
    let tls: TLSContextSource?
    /// Whether the app serves by itself, not behind another server.
    var answersEveryRoute = true
}

extension Nexus {
    /// Compiles the app.
    /// - Parameters:
    ///   - isInspection: Whether it is only looked at: then no file is opened and nothing is connected.
    /// - Throws: ``NexusError`` with one line about the first thing that is wrong.
    func assemble(isInspection: Bool = false) throws -> AppAssembly {
        let (options, auth) = try self.effective(self.options, self.parts.withLock { $0.auth })
        let routes = self.registry.close()
        let checks = self.parts.withLock { $0.healthChecks }
        let components = try AppComponents(
            options: options, auth: auth, logger: self.logger, time: self.time, isInspection: isInspection)
        let runtime = Runtime(try self.compile(routes, options, auth, components, metrics: nil))
        components.register(runtime)
        components.registry?.register(self.health.collector)
        let watched = checks + components.healthChecks(runtime)
        // What is only looked at may run meanwhile: its monitor is left alone.
        if isInspection { try HealthMonitor.requireNames(watched) } else { try self.health.watch(watched) }
        return AppAssembly(
            components: components,
            runtime: runtime,
            routes: routes,
            management: try options.managementPort.map { _ in Runtime(try self.management(options, components)) },
            tls: try options.tls.map { try TLSContextSource($0) }
        )
    }

    /// Compiles routes and policy into what runs.
    /// - Parameter metrics: The metrics of the policy before this one, which go on counting.
    func compile(
        _ routes: [RouteRegistration], _ options: NexusOptions, _ auth: NexusAuthPlugin?, _ components: AppComponents,
        metrics: RequestMetrics?
    ) throws -> CompiledApp {
        guard !options.autoDiscovery else {
            throw NexusError("auto_discovery: true is not supported yet; declare routes in code and leave it false")
        }
        try AppCompiler.checkTemplates(routes)
        let registry = RouteRegistry(routes)
        let all = RegistryRoutes(registry: registry)
        let builtIn = BuiltInRoutes(health: self.health, registry: components.registry, hasAuthentication: components.verification != nil)
        builtIn.declareProbes(on: all, details: options.isDevelopment)
        if options.enableMonitoring, components.registry != nil, !builtIn.declareMetrics(on: all, isLocal: options.isLocal),
            options.managementPort == nil
        {
            self.logger.warning("metrics are collected and not served: there is neither authentication nor a management port")
        }
        if options.enableDocs { builtIn.declareDocs(try self.docs(registry.declared, options, components, auth), on: all) }
        let registrations = registry.close()
        let metrics = metrics ?? components.registry.map { _ in RequestMetrics(templates: registrations.map(\.path)) }
        let compiler = AppCompiler(
            options: options, auth: auth, components: components, metrics: metrics, logger: self.logger, time: self.time)
        return try compiler.compile(registrations)
    }

    /// What the app is made of: its options and its plugin, with the preset's parts where neither says anything.
    func effective(_ options: NexusOptions, _ auth: NexusAuthPlugin?) throws -> (NexusOptions, NexusAuthPlugin?) {
        try options.requirePorts()
        guard !options.isPresetApplied else { return (options, auth) }
        let environment = ProcessInfo.processInfo.environment
        guard auth == nil, try PresetStack(options.preset).needsCredentials else {
            return (try NexusConfiguration.options(options, beside: auth, environment: environment), auth)
        }
        let configuration = try NexusConfiguration.forPreset(options.preset, options: options, environment: environment)
        return (configuration.options, try configuration.plugin())
    }

    /// The routes of the management port: probes with their details and metrics, for whoever can reach it.
    private func management(_ options: NexusOptions, _ components: AppComponents) throws -> CompiledApp {
        let builtIn = BuiltInRoutes(health: self.health, registry: components.registry, hasAuthentication: false)
        let registry = RouteRegistry()
        let routes = RegistryRoutes(registry: registry)
        builtIn.declareProbes(on: routes, details: true)
        builtIn.declareOpenMetrics(on: routes)
        var options = options
        options.rateLimit = nil
        options.cors = nil
        let compiler = AppCompiler(
            options: options, auth: nil, components: try components.forManagement(), metrics: nil, logger: self.logger, time: self.time)
        return try compiler.compile(registry.close())
    }

    private func docs(
        _ declared: [RouteRegistration], _ options: NexusOptions, _ components: AppComponents, _ auth: NexusAuthPlugin?
    ) throws -> DocsPage {
        let info = OpenAPIInfo(
            title: options.title,
            version: options.version,
            tokenHeader: auth?.jwt?.tokenHeader ?? "Authorization",
            tokenCookie: auth?.jwt?.tokenCookie,
            tokenQueryParameter: auth?.jwt?.tokenQueryParam,
            tenantHeader: auth?.tenantIsolation?.tenantIDHeader,
            limitsAddresses: components.limiter.addressRule != nil,
            limitsFailedTokens: components.limiter.limitsFailedTokens,
            showsLimits: components.limiter.includesHeaders
        )
        let routes = declared.filter { !$0.metadata.isHidden }
            .map { RouteDescription($0, limiter: components.limiter) }
        let page = DocsPage(
            info: info,
            document: try OpenAPIDocument(info, routes: routes).bytes,
            routes: routes,
            assetsDirectory: options.docsAssets
        )
        if let notice = page.notice { self.logger.debug("\(notice)") }
        return page
    }
}

/// Routes that go straight into a registry.
private struct RegistryRoutes: RouteRegistering {
    let registry: RouteRegistry

    func register(_ registration: RouteRegistration) {
        self.registry.register(registration)
    }
}
