// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let csv: Target.Dependency = .product(name: "SwiftCSV", package: "SwiftCSV")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")

let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let certificates: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
// Without TLS there is no BoringSSL: it would be almost half of the build.
let quickHashes: Target.Dependency = .product(
  name: "Crypto", package: "swift-crypto", condition: .when(traits: ["TLS"]))
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let services: Target.Dependency =
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let structuredFields: Target.Dependency =
  .product(name: "RawStructuredFieldValues", package: "swift-http-structured-headers")

let package = Package(
  name: "commune-inventory",
  products: [
    .executable(name: "commune-probe", targets: ["commune-probe"]),
    .executable(name: "commune-inventory", targets: ["commune-inventory"]),
    .executable(name: "fleet-simulator", targets: ["fleet-simulator"]),
  ],
  traits: [
    .default(enabledTraits: ["TLS"]),
    .trait(name: "TLS", description: "Encrypted connections at the centre, and tls issue."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-structured-headers", exact: "1.7.0"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    // Opened with dlopen if they are installed: declarations only, nothing is linked.
    .systemLibrary(name: "CAvahi", providers: [.apt(["libavahi-client-dev"])]),
    .systemLibrary(name: "CSANE"),
    // The same, of libcurl (libcurl4-openssl-dev), which must be there.
    .target(name: "CCurl"),
    .target(name: "CProbes"),
    .target(name: "CSodium", linkerSettings: [.linkedLibrary("sodium")]),
    .target(name: "CProcess"),
    .target(name: "CPKCS11"),
    // Opens zbar and ImageMagick with dlopen, in a process of its own: nothing is linked.
    .target(name: "CScan"),
    .target(name: "CInventory", linkerSettings: [.linkedLibrary("sqlite3")]),

    .target(name: "Cryptography", dependencies: ["CSodium"]),
    .target(name: "Reporting", dependencies: ["Cryptography", structuredFields]),
    .target(name: "TOMLDocument", dependencies: [toml]),
    .target(name: "SafeText"),
    .target(name: "SeededRandom"),
    .target(name: "DelimitedText", dependencies: ["SafeText"]),
    .target(name: "Compression", dependencies: ["CZlib"]),
    .target(name: "Curl", dependencies: ["CCurl", "CProcess", "Reporting"]),
    // What is known of devices, whoever reports them: catalogues, placeholders, clean text.
    .target(name: "HardwareCatalogue", dependencies: ["CProbes", "Reporting", "SafeText"]),
    // Until when operating systems get updates, and whether a PC can take a newer one.
    .target(
      name: "SystemLifecycles", dependencies: ["CInventory", "Reporting", "TOMLDocument", toml]),
    // Inventories that agents of other projects send: GLPI Agent, FusionInventory, OCS Inventory.
    .target(
      name: "ThirdPartyInventory",
      dependencies: ["CExpat", "Compression", "HardwareCatalogue", "Reporting"]),
    .target(
      name: "Probing",
      dependencies: [
        "HardwareCatalogue", "Reporting", "CAvahi", "CExpat", "CPKCS11", "CProcess", "CSANE",
        "CCurl",
        "Curl", "Cryptography", "TOMLDocument", toml, asn1,
      ]),
    .target(
      name: "Delivery",
      dependencies: ["Reporting", "CCurl", "Cryptography", "Curl", "Compression", "SafeText"]),
    // The agent's nightly run; the program itself only parses arguments, calls and prints.
    .target(
      name: "Agent", dependencies: ["Delivery", "Probing", "Reporting", "TOMLDocument", toml]),
    // Optimised in debug builds too: plans of whole provinces took a third of the tests' time.
    .target(
      name: "Prioritization", dependencies: ["SafeText", "SeededRandom", "TOMLDocument", toml],
      swiftSettings: [
        .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
      ]),
    .target(
      name: "InventoryStore",
      dependencies: [
        "Cryptography", "DelimitedText", "HardwareCatalogue", "Reporting", "Prioritization",
        "SafeText", "SystemLifecycles", "CInventory", "ThirdPartyInventory", quickHashes, grdb,
      ]),
    // The progress of long work, as both command lines show it.
    .target(name: "Terminal", dependencies: ["InventoryStore"]),
    .target(name: "PostgreSQL", dependencies: ["CPQ"]),
    // What provinces publish to the nation's database, and rankings of it.
    .target(
      name: "Nation",
      dependencies: ["Cryptography", "InventoryStore", "PostgreSQL", "Prioritization", "Reporting"]
    ),
    // Letters to mail servers and webhooks.
    .target(
      name: "LetterDelivery",
      dependencies: [
        "CCurl", "Cryptography", "Curl", "InventoryStore", "Reporting", "TOMLDocument", toml,
      ]),
    .target(
      name: "MeasureTables",
      dependencies: ["DelimitedText", "Prioritization", "SafeText", "Reporting"]),
    .target(name: "Spreadsheets", dependencies: ["CXLSXWriter", "SafeText"]),
    .target(name: "ScanReading", dependencies: ["CProcess", "CScan"]),
    .target(
      name: "Presentation",
      dependencies: ["Prioritization", "CInventory", "SafeText", "Spreadsheets"]),
    .target(
      name: "InventoryServer",
      dependencies: [
        "InventoryStore", "Prioritization", "Presentation", "Reporting", "CInventory", "CProcess",
        "Compression", "CQREncode", "Cryptography", "ScanReading", "SystemLifecycles",
        "ThirdPartyInventory",
        hummingbird, hummingbirdCore, httpTypes, nio, nioHTTPTypes, signals, services, mustache,
        logging,
      ]),
    // TLS at the centre, and the authority that makes its certificates. Nothing else needs
    // BoringSSL, of which two copies are almost half of a clean build: a demonstration on loopback
    // does without.
    .target(
      name: "CentreTLS",
      dependencies: [
        "InventoryServer", hummingbirdCore, hummingbirdTLS, nio, nioSSL, crypto, certificates, asn1,
      ]),

    // `centre.toml`, the environment and their defaults.
    .target(
      name: "CentreConfiguration",
      dependencies: ["InventoryServer", "InventoryStore", "Reporting", "TOMLDocument", toml]),

    .executableTarget(
      name: "commune-probe",
      dependencies: ["Agent", "Probing", "Delivery", "Reporting", arguments]),
    .executableTarget(
      name: "commune-inventory",
      dependencies: [
        .target(name: "CentreTLS", condition: .when(traits: ["TLS"])),
        "CentreConfiguration", "InventoryServer", "InventoryStore", "LetterDelivery",
        "MeasureTables", "Nation", "PostgreSQL", "Prioritization",
        "Presentation", "Reporting", "ScanReading", "Terminal", "ThirdPartyInventory", arguments,
        logging,
      ]),
    .executableTarget(
      name: "fleet-simulator",
      dependencies: [
        "Cryptography", "Delivery", "InventoryServer", "InventoryStore", "Prioritization",
        "Reporting", "SeededRandom", "Terminal", arguments, csv,
      ]),

    .target(
      name: "InventoryFixtures",
      dependencies: ["Presentation", "InventoryStore", "Prioritization"],
      path: "Tests/InventoryFixtures"),
    .executableTarget(
      name: "ingest-load",
      dependencies: ["Compression", "Cryptography", "Delivery", "Reporting", "TestSupport"],
      path: "Benchmarks/ingest/load"),
    .executableTarget(
      name: "ingest-empty", dependencies: [hummingbird], path: "Benchmarks/ingest/empty"),
    .executableTarget(
      name: "ranking-benchmark", dependencies: ["PlanModels", "Prioritization", "TestSupport"],
      path: "Benchmarks/ranking/speed"),

    // Probes that trap, hang and lie on purpose, in a program of their own.
    .executableTarget(
      name: "faulty-probes", dependencies: ["Probing", "Reporting"], path: "Tests/FaultyProbes"),

    // What several test targets share.
    .target(name: "TestSupport", dependencies: ["SeededRandom"], path: "Tests/TestSupport"),
    // Plans as integer programmes for other solvers.
    .target(name: "PlanModels", dependencies: ["Prioritization"], path: "Tests/PlanModels"),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
    .testTarget(
      name: "ReportingTests", dependencies: ["Cryptography", "Reporting", structuredFields]),
    .testTarget(
      name: "ProbingTests",
      dependencies: [
        "Probing", "Reporting", "CCurl", "CProbes", "Curl", "HardwareCatalogue", "TestSupport",
        "commune-probe", "faulty-probes",
      ]),
    .testTarget(
      name: "DeliveryTests",
      dependencies: ["Cryptography", "Curl", "Delivery", "Reporting", "TestSupport"]),
    .testTarget(name: "SystemLifecyclesTests", dependencies: ["Reporting", "SystemLifecycles"]),
    .testTarget(
      name: "ThirdPartyInventoryTests",
      dependencies: ["Compression", "HardwareCatalogue", "Reporting", "ThirdPartyInventory"],
      exclude: ["Exchanges"]),
    .testTarget(
      name: "ScanReadingTests", dependencies: ["ScanReading", "TestSupport", "commune-inventory"]),
    .testTarget(name: "DelimitedTextTests", dependencies: ["DelimitedText"]),
    .testTarget(name: "SafeTextTests", dependencies: ["SafeText"]),
    .testTarget(name: "TOMLDocumentTests", dependencies: ["TOMLDocument"]),
    .testTarget(
      name: "PrioritizationTests", dependencies: ["PlanModels", "Prioritization", "TestSupport"],
      exclude: ["mcda-vectors.json"]),
    .testTarget(
      name: "InventoryStoreTests",
      dependencies: [
        "Cryptography", "InventoryFixtures", "InventoryStore", "Reporting", "Prioritization",
        "SystemLifecycles", "TestSupport", grdb,
      ]),
    .testTarget(
      name: "MeasureTablesTests",
      dependencies: ["DelimitedText", "MeasureTables", "Prioritization", "TestSupport", csv],
      exclude: ["seed-facts.csv"]),
    .testTarget(
      name: "LetterDeliveryTests",
      dependencies: [
        "CCurl", "InventoryFixtures", "InventoryStore", "LetterDelivery", "TestSupport",
        "commune-inventory", grdb,
      ]),
    .testTarget(
      name: "CentreConfigurationTests",
      dependencies: ["CentreConfiguration", "InventoryServer", "InventoryStore"]),
    .testTarget(name: "SpreadsheetsTests", dependencies: ["Spreadsheets"]),
    .testTarget(
      name: "PresentationTests",
      dependencies: ["InventoryFixtures", "Presentation", "Prioritization", "TestSupport"],
      exclude: ["policy.toml"]),
    .testTarget(
      name: "InventoryServerTests",
      dependencies: [
        "CentreTLS",
        "CInventory", "InventoryFixtures", "InventoryServer", "InventoryStore", "Delivery",
        "Compression", "Cryptography", "Presentation", "Prioritization", "Reporting", "ScanReading",
        "TestSupport", grdb,
        hummingbird, httpTypes, logging, nio, nioEmbedded,
      ], exclude: ["Access/access.md"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Reporting", "TestSupport", "ThirdPartyInventory", "commune-probe", "commune-inventory",
        "fleet-simulator",
      ]),
    // With PostgreSQL servers of their own.
    .testTarget(
      name: "NationTests",
      dependencies: [
        "InventoryFixtures", "InventoryServer", "InventoryStore", "Nation", "PostgreSQL",
        "Presentation", "Prioritization", "Reporting", "TestSupport", "commune-inventory",
        "fleet-simulator", grdb,
      ]),
    // Real processes: what a kill, a full disk and a flood of connections leave behind.
    .testTarget(
      name: "DurabilityTests",
      dependencies: [
        "Cryptography", "Delivery", "Reporting", "CInventory", "TestSupport", "commune-inventory",
      ], exclude: ["syncs.c"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x
)

for target in package.targets where target.type != .system {
  target.swiftSettings = (target.swiftSettings ?? []) + strict
}
