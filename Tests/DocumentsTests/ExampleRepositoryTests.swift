import Decisions
import Documents
import FoundationEssentials
import Model
import Testing

/// The access repository at the top of this one, which people are shown first.
@Suite("The example repository")
struct ExampleRepositoryTests {
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  /// The files below `folder`, by their paths in the repository.
  static func files(below folder: String) throws -> [(path: RepositoryPath, bytes: [UInt8])] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)").sorted()
    return try names.filter { $0.hasSuffix(".yaml") }.map { name in
      let data = try #require(FileManager.default.contents(atPath: "\(root)/\(folder)/\(name)"))
      return (RepositoryPath("\(folder)/\(name)"), [UInt8](data))
    }
  }

  static func documents() throws -> [ParsedDocument] {
    try files(below: "policies").map { try readPolicyDocument($0.bytes, at: $0.path).get() }
  }

  @Test("Its policy has no fault")
  func policy() throws {
    let policy = try assemblePolicy(Self.documents()).get()
    #expect(policy.people.count == 15)
    #expect(Set(policy.people.values.map(\.personClass)) == Set(PersonClass.allCases))
    #expect(policy.workloads.count == 2)
    #expect(policy.groups.count == 6)
    #expect(Set(policy.systems.values.map(\.plane)) == [.data, .ciCd, .cloudAdmin])
    #expect(policy.rules.map(\.id.text).contains("third-parties"))
    #expect(policy.tests.flatMap(\.cases).count >= 25)
    let outcomes = Set(policy.tests.flatMap(\.cases).map(\.expect))
    #expect(outcomes == Set(ExpectedOutcome.allCases))
  }

  @Test("Its policy tests get the decisions that they expect")
  func policyTests() throws {
    let policy = try assemblePolicy(Self.documents()).get()
    #expect(failures(ofTestsIn: policy) == [])
  }

  @Test("Each identity has one key, in a line that a script can replace")
  func keyLines() throws {
    for (path, bytes) in try Self.files(below: "policies")
    where path.isInside("policies/people") || path.isInside("policies/workloads") {
      let name = try #require("\(path)".split(separator: "/").last?.dropLast(5))
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      let keys = lines.filter { $0.hasPrefix("  - ssh: ssh-ed25519 ") }
      #expect(keys.count == 1)
      #expect(keys.first?.hasSuffix(" \(name)") == true)
    }
  }

  @Test("Its requests have no fault and ask for what there is")
  func requests() throws {
    let policy = try assemblePolicy(Self.documents()).get()
    let files = try Self.files(below: "requests")
    #expect(files.count == 3)
    for (path, bytes) in files {
      let request = try readRequest(bytes, at: path).get()
      #expect(policy.entitlement(request.entitlementName) != nil, "\(path)")
      #expect(
        policy.people[request.subject] != nil || policy.workloads[request.subject] != nil,
        "\(path)")
    }
  }
}
