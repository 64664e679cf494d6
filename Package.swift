// swift-tools-version: 6.1

import PackageDescription

/// Set by `Scripts/fuzz` alone: the rooms then count which of their branches an input takes.
let isFuzzing = Context.environment["COUNTERSIGN_FUZZ"] != nil

let plain: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

let strict = plain + [.enableUpcomingFeature("MemberImportVisibility")]

/// The rooms of DESIGN.md section 10.
///
/// `Scripts/check-arrows` checks that no file imports more than its room may.
let package = Package(
  name: "countersign",
  products: [
    .executable(name: "countersign", targets: ["countersign"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    // Its trait for Foundation would bring 43 MB of it.
    .package(
      url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    .systemLibrary(
      name: "CLibGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .target(
      name: "CProcess",
      // Set by `make release`.
      cSettings: Context.environment["COUNTERSIGN_COMMIT"].map {
        $0.isEmpty ? [] : [.define("COUNTERSIGN_COMMIT", to: "c" + $0)]
      }),
    .target(name: "CTrust"),
    .systemLibrary(name: "CRNP", providers: [.apt(["librnp-dev"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "Git", dependencies: ["CLibGit2", "CTrust", "Model"], swiftSettings: strict),
    .target(name: "Model", swiftSettings: strict),
    .target(name: "Documents", dependencies: ["CYAML", "Model"], swiftSettings: strict),
    .target(
      name: "Signatures",
      dependencies: [
        "CRNP", "Model",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ], swiftSettings: strict),
    .target(
      name: "Intake", dependencies: ["Git", "Documents", "Signatures", "Model"],
      swiftSettings: strict),
    .target(name: "Decisions", dependencies: ["Model"], swiftSettings: strict),
    .target(
      name: "Ledger", dependencies: ["Git", "Signatures", "Model"], swiftSettings: strict),
    .target(
      name: "Connectors",
      dependencies: [
        "Signatures", "Model",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "X509", package: "swift-certificates"),
      ], swiftSettings: strict),
    .target(
      name: "Processing",
      dependencies: [
        "Git", "Model", "Documents", "Signatures", "Intake", "Decisions", "Ledger", "Connectors",
      ], swiftSettings: strict),
    .target(name: "Reports", dependencies: ["Model"], swiftSettings: strict),
    .target(
      name: "CountersignCommand",
      dependencies: [
        "CProcess", "Model", "Processing", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      // In a static build Foundation claims the members of glibc's `stat` for itself.
      swiftSettings: plain),
    .executableTarget(
      name: "countersign", dependencies: ["CountersignCommand"], swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Connectors", "Git", "Intake", "Ledger", "Model", "Signatures"],
      path: "Benchmarks",
      exclude: ["README.md", "RESULTS.md", "Schemas", "landing-to-login", "requirements.txt"],
      swiftSettings: strict),

    .target(
      name: "FuzzTargets",
      dependencies: ["Git", "Documents", "Signatures", "Connectors", "Reports", "Model"],
      path: "Fuzz/Targets", swiftSettings: strict),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"], swiftSettings: strict),

    .target(
      name: "TestSupport",
      dependencies: [
        "Model", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "GitTests", dependencies: ["Git", "Model", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "DocumentsTests",
      dependencies: ["Decisions", "Documents", "Model", "TestSupport", "countersign"],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "DecisionsTests", dependencies: ["Decisions", "Model", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LedgerTests", dependencies: ["Ledger", "Git", "Signatures", "Model", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ModelTests", dependencies: ["Model", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Model", "TestSupport"], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "CountersignCommand", "countersign", "Documents", "Processing", "Reports", "TestSupport",
        "Model",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "IntakeTests",
      dependencies: ["Intake", "Git", "Documents", "Signatures", "Model", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RunTests",
      dependencies: [
        "CountersignCommand", "Intake", "Git", "Ledger", "Signatures", "Decisions", "Documents",
        "Model", "TestSupport", "countersign",
      ], exclude: ["FormerLedger"], swiftSettings: strict),
    .testTarget(
      name: "ConnectorsTests",
      dependencies: [
        "Connectors", "Signatures", "Model", "TestSupport", "countersign",
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
    .testTarget(
      name: "ProcessingTests",
      dependencies: ["Git", "Ledger", "Model", "Processing", "Signatures", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ThreatTests", dependencies: ["TestSupport", "Model", "countersign"],
      swiftSettings: strict),
    .testTarget(
      name: "SignaturesTests",
      dependencies: [
        "Signatures", "Documents", "Model", "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

if isFuzzing {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Fuzz/CFuzzer"),
    .executableTarget(
      name: "Fuzzer", dependencies: ["CFuzzer", "FuzzTargets"], path: "Fuzz/Driver",
      swiftSettings: strict),
  ]
}
