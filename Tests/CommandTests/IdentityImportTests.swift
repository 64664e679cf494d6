import Foundation
import Model
import TestSupport
import Testing

/// `countersign identity import`: people's files from another system's list.
@Suite struct IdentityImportTests {
  /// A work tree with the policies of the access repository.
  private struct Ground {
    let repository: AccessRepository
    let clone: String
    let scratch: ScratchDirectory

    init(_ policies: AccessRepository.Policies = .init()) async throws {
      scratch = try ScratchDirectory()
      repository = try await AccessRepository(policies)
      clone = try await repository.clone("work", [])
    }

    func list(_ text: String, _ name: String = "people.csv") throws -> String {
      try scratch.write(text, to: name)
    }

    func run(_ arguments: [String]) async throws -> AccessRepository.Answer {
      try await repository.countersign(
        ["identity", "import", "--repository", clone, "--now", "\(Instant.drill())"] + arguments)
    }

    /// The files of `policies/directory/` in the work tree, by name.
    func attestations() -> [String: String] {
      let folder = "\(clone)/policies/directory"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      return Dictionary(
        uniqueKeysWithValues: names.map { name in
          let data = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
          return (name, String(decoding: data, as: UTF8.self))
        })
    }

    func file(_ id: String) -> String? {
      FileManager.default.contents(atPath: "\(clone)/policies/people/\(id).yaml")
        .map { String(decoding: $0, as: UTF8.self) }
    }

    func rewrite(_ id: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(filePath: "\(clone)/policies/people/\(id).yaml"))
    }
  }

  @Test("a list may come through a pipe, and a folder is no list")
  func pipe() async throws {
    let ground = try await Ground()
    let result = try await runProgram(
      AccessRepository.program,
      [
        "identity", "import", "--repository", ground.clone, "--now", "\(Instant.drill())",
        "--from", "/dev/stdin", "--dry-run",
      ], environment: ground.repository.sandbox.environment(),
      input: Array("id,name,class\nnora.lind,Nora Lind,employee\n".utf8))
    #expect(result.status == 0 && result.text.contains("nora.lind"), "\(result)")
    let folder = try await ground.run(["--from", ground.clone])
    #expect(folder.status == 65 && folder.description.contains("Is a directory"), "\(folder)")
  }

  @Test("--attest writes what the directory signs alone, and says what takes people")
  func attests() async throws {
    var policies = AccessRepository.Policies()
    policies.directoryKeys = [.directory]
    let ground = try await Ground(policies)
    let header = "id,name,class,organization,sponsor,contract_reference,contract_ends,status\n"
    let ana = "ana.silva,ana.silva,contractor,Initech GmbH,priya.nair,SOW-2231,2027-01-31T00:00:00Z"
    let rest = """
      nora.lind,nora.lind,employee,,,,,active
      tom.berg,Tom Berg,employee,,,,,active
      leo.ruiz,leo.ruiz,employee,,,,,suspended
      ben.cole,ben.cole,contractor,Initech GmbH,tom.berg,SOW-2231,2027-01-31T00:00:00Z,offboarded
      new.body,New Body,employee,,,,,active

      """
    let list = try ground.list(header + ana + ",active\n" + rest)
    let dry = try await ground.run(["--from", list, "--attest", "--dry-run"])
    #expect(dry.status == 0, "\(dry)")
    #expect(ground.attestations().isEmpty)
    let answer = try await ground.run(["--from", list, "--attest"])
    #expect(answer.status == 0, "\(answer)")
    for part in [
      "2 confirmed, 1 suspended, 1 offboarded, 2 for people", "needs people  tom.berg",
      "needs people  new.body", "git add -A policies/directory",
    ] { #expect(answer.description.contains(part), "\(part): \(answer)") }
    #expect(
      ground.attestations() == [
        "confirmed-1.yaml": "at: \(Instant.drill())\nverified:\n  - ana.silva\n  - nora.lind\n",
        "stopped-1.yaml":
          "at: \(Instant.drill())\nsuspended:\n  - leo.ruiz\noffboarded:\n  - ben.cole\n",
      ])
    let status = try await ground.repository.git("status", "--porcelain", "-u", in: ground.clone)
    #expect(status.split(separator: "\n").allSatisfy { $0.contains("policies/directory/") })

    // What takes people is the same list without --attest, and no file for its `verified` alone.
    let plain = try await ground.run(["--from", list, "--dry-run"])
    #expect(plain.description.contains("1 new, 2 changed, 1 left, 2 unchanged"), "\(plain)")

    // A day later both are back by the list: here they stay stopped, and their file as it is.
    let back = try ground.list(
      header + ana + ",active\n"
        + rest.replacing(",suspended", with: ",active").replacing(",offboarded", with: ",active"))
    let later = Instant.drill(.days(1))
    let again = try await ground.run(["--from", back, "--attest", "--now", "\(later)"])
    #expect(again.status == 0, "\(again)")
    for id in ["ben.cole", "leo.ruiz"] {
      #expect(again.description.contains("kept  \(id) was stopped by the directory"), "\(again)")
    }
    let files = ground.attestations()
    #expect(files["confirmed-1.yaml"]?.hasPrefix("at: \(later)") == true)
    #expect(files["stopped-1.yaml"]?.hasPrefix("at: \(Instant.drill())") == true)
    // Nobody is left to confirm: the file goes.
    let none = try ground.list(header + "tom.berg,Tom Berg,employee,,,,,active\n")
    #expect(try await ground.run(["--from", none, "--attest"]).status == 0)
    #expect(ground.attestations().keys.sorted() == ["stopped-1.yaml"])
  }

  @Test(
    "--attest spreads thousands over files that a document may be, and is refused where it cannot work"
  )
  func attestsThousands() async throws {
    var policies = AccessRepository.Policies()
    policies.directoryKeys = [.directory]
    let names = (0..<5000).map { "person-with-a-name-\($0)" }
    for name in names {
      policies.texts["policies/people/\(name).yaml"] =
        "name: \(name)\nclass: employee\nverified: 2026-11-01T00:00:00Z\nstatus: active\n"
    }
    let ground = try await Ground(policies)
    let rows = names.map { "\($0),\($0),employee,active\n" }.joined()
    let list = try ground.list("id,name,class,status\n" + rows)
    #expect(try await ground.run(["--from", list, "--attest"]).status == 0)
    let files = ground.attestations()
    #expect((2...6).contains(files.count), "\(files.count)")
    #expect(files.values.allSatisfy { $0.utf8.count <= 64 * 1024 })
    #expect(files.values.joined().split(separator: "\n").count { $0.hasPrefix("  - ") } == 5000)
    // Signed and landed, it counts, for all of them.
    let repository = ground.repository
    try await repository.land(
      try await repository.commit(
        files.map { .file("policies/directory/\($0.key)", $0.value) }, by: .directory,
        signed: .own, at: .drill()))
    let run = try await repository.run()
    #expect(run.status == 0, "\(run)")
    let status = try await repository.countersign([
      "status", "--anchor", repository.anchor, "--now", "\(Instant.drill())",
    ])
    #expect(status.description.contains("5000 confirmed, 0 suspended"), "\(status)")

    let dated = try ground.list("id,verified\nana.silva,2026-11-01\n")
    let asOf = try await ground.run(["--from", dated, "--attest"])
    #expect(asOf.status == 64 && asOf.description.contains("`verified`"), "\(asOf)")
    let without = try await Ground()
    let plain = try without.list("id\nana.silva\n")
    let nobody = try await without.run(["--from", plain, "--attest"])
    #expect(nobody.status == 64 && nobody.description.contains("identity: {directory"), "\(nobody)")
  }

  private let header =
    "id,name,class,organization,sponsor,contract_reference,contract_ends,emails,verified,status\n"

  @Test("new people, changed facts and leavers; keys, comments and order stay")
  func changes() async throws {
    let ground = try await Ground()
    let key = try #require(
      ground.file("ana.silva")?.split(separator: "\n").first { $0.contains("ssh-ed25519") })
    try ground.rewrite(
      "ana.silva",
      """
      # Ana works on billing.
      name: Ana Silva
      class: contractor
      organization: Initech GmbH   # since 2025
      sponsor: priya.nair
      contract:
        reference: SOW-1
        ends: 2026-12-31T00:00:00Z
      emails: [ana@initech.example]   # the company's

      # Her laptop.
      keys:
      \(key.hasPrefix(" ") ? key : "  " + key)
      verified: 2026-11-01T00:00:00Z   # by hand
      status: active

      """)
    let list = try ground.list(
      header
        + "ana.silva,Ana Silva,contractor,\"Initech, Inc. \"\"EU\"\"\",priya.nair@corp.example,SOW-2,2027-03-31,"
        + "Ana@initech.example; ana.silva@initech.example,2026-11-20,active\r\n"
        + "ben.cole,ben.cole,contractor,,,,,,,offboarded\n"
        + "carla.diaz,Carla Díaz,vendor,Umbra,tom.berg,PO-7,2027-01-01T00:00:00Z,carla@umbra.example,,active\n"
    )
    let answer = try await ground.run(["--from", list])
    #expect(answer.status == 0, "\(answer)")
    let ana = try #require(ground.file("ana.silva"))
    #expect(
      ana == """
        # Ana works on billing.
        name: Ana Silva
        class: contractor
        organization: "Initech, Inc. \\"EU\\""   # since 2025
        sponsor: priya.nair
        contract: {reference: SOW-2, ends: 2027-04-01T00:00:00Z}
        emails: [ana@initech.example, ana.silva@initech.example]   # the company's

        # Her laptop.
        keys:
        \(key.hasPrefix(" ") ? key : "  " + key)
        verified: 2026-11-20T00:00:00Z   # by hand
        status: active

        """)
    #expect(
      ground.file("carla.diaz") == """
        name: "Carla Díaz"
        class: vendor
        organization: Umbra
        sponsor: tom.berg
        contract: {reference: PO-7, ends: 2027-01-01T00:00:00Z}
        emails: [carla@umbra.example]
        verified: 2026-11-21T12:00:00Z
        status: active

        """)
    #expect(ground.file("ben.cole")?.contains("status: offboarded") == true)
    #expect(ground.file("ben.cole")?.contains("ssh-ed25519") == true)
    // Once more there is nothing left to change but when it was verified.
    let again = try await ground.run(["--from", list, "--format", "json"])
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(again.result.output)) as? [String: Any])
    #expect((report["changes"] as? [Any])?.isEmpty == true && report["unchanged"] as? Int == 3)
  }

  @Test("a dry run says what would be written and writes nothing")
  func dryRun() async throws {
    let ground = try await Ground()
    let before = ground.file("ana.silva")
    let list = try ground.list(header + "ana.silva,Ana S.,contractor,,,,,,,active\n")
    let answer = try await ground.run(["--from", list, "--dry-run"])
    #expect(answer.status == 0 && answer.result.text.contains("ana.silva"), "\(answer)")
    #expect(answer.result.text.contains("nothing was written"))
    #expect(ground.file("ana.silva") == before)
  }

  @Test("nobody becomes active again, and what the list says in vain is told")
  func neverReactivates() async throws {
    let ground = try await Ground()
    for (id, status) in [("nora.lind", "suspended"), ("leo.ruiz", "offboarded")] {
      let text = try #require(ground.file(id))
      try ground.rewrite(id, text.replacing("status: active", with: "status: \(status)"))
    }
    let list = try ground.list(
      header
        + "nora.lind,nora.lind,employee,,,,,,,active\nleo.ruiz,leo.ruiz,employee,,,,,,,active\n")
    let answer = try await ground.run(["--from", list])
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.result.text.split(separator: "\n").count { $0.hasPrefix("kept") } == 2)
    #expect(ground.file("nora.lind")?.contains("status: suspended") == true)
    #expect(ground.file("leo.ruiz")?.contains("status: offboarded") == true)
  }

  @Test("whoever is missing from a complete list has left, and only then")
  func complete() async throws {
    let ground = try await Ground()
    let list = try ground.list(header + "ana.silva,ana.silva,contractor,,,,,,,active\n")
    #expect(try await ground.run(["--from", list]).status == 0)
    #expect(ground.file("ben.cole")?.contains("status: active") == true)
    #expect(try await ground.run(["--from", list, "--complete", "contractor"]).status == 0)
    #expect(ground.file("ben.cole")?.contains("status: offboarded") == true)
    #expect(ground.file("nora.lind")?.contains("status: active") == true)
  }

  @Test("JSON with a mapping: other names, other words, nested members")
  func mapping() async throws {
    let ground = try await Ground()
    let map = try ground.list(
      """
      columns: {id: mail, name: fullName, class: workerType, status: state, sponsor: $.manager.mail,
        contract_ends: end, contract_reference: po, emails: addresses, organization: company}
      values:
        class: {Contingent Worker: contractor, Regular: employee}
        status: {Terminated: offboarded, Active: active}
      defaults: {organization: Initech}

      """, "map.yaml")
    let list = try ground.list(
      """
      [{"mail": "dana.ross@initech.example", "fullName": "Dana Ross", "workerType": "Contingent Worker",
        "state": "Active", "manager": {"mail": "TOM.BERG@corp.example"}, "end": "2027-02-28", "po": 4711,
        "addresses": ["dana.ross@initech.example", "dr@initech.example"]},
       {"mail": "nora.lind@corp.example", "fullName": "Nora Lind", "workerType": "Regular",
        "state": "Terminated", "manager": {"mail": "tom.berg@corp.example"}}]
      """, "people.json")
    let answer = try await ground.run(["--from", list, "--map", map])
    #expect(answer.status == 0, "\(answer)")
    let dana = try #require(ground.file("dana.ross"))
    #expect(dana.contains("sponsor: tom.berg\n") && dana.contains("organization: Initech\n"))
    #expect(dana.contains("contract: {reference: \"4711\", ends: 2027-03-01T00:00:00Z}"))
    #expect(dana.contains("emails: [dana.ross@initech.example, dr@initech.example]"))
    let nora = try #require(ground.file("nora.lind"))
    #expect(nora.contains("status: offboarded") && !nora.contains("sponsor"))
  }

  @Test(
    "every fault with its row and column, and nothing is written",
    arguments: [
      ("id,name\na,\"b\n", ["2:3", "does not end"]),
      ("id,name\na,b\"c\n", ["2:4", "without quotes"]),
      ("id,name\na,\"b\"c\n", ["2:6", "behind a closing quote"]),
      ("id,name\na,b,c\n\nd,e\n", ["row 1 has 3 fields", "row 2 has 1 fields", "empty line"]),
      ("id,id\na,b\n", ["twice"]), ("id;name\na;b\n", ["commas"]), ("name\nAna\n", ["`id`"]),
      ("", ["empty"]), ("id,name\ra,b\n", ["carriage return"]),
      (
        "id,name,class,status\nAna Silva,x,employee,active\nx.y,,boss,gone\nz.z,Z,employee,active\nz.z,Z,employee,active\n",
        [
          "row 1, column `id`: `Ana Silva`", "row 2, column `class`", "row 2, column `status`",
          "`name` is missing", "row 4 is `z.z`, as row 3 is",
        ]
      ),
      ("id,name,class,status\nroot,Root,employee,active\n", ["workload"]),
      ("[1]", ["no object"]), ("[{", ["no JSON array"]),
    ])
  func faults(text: String, says: [String]) async throws {
    let ground = try await Ground()
    let answer = try await ground.run(["--from", try ground.list(text)])
    #expect(answer.status == 65 && answer.result.output.isEmpty, "\(answer)")
    for part in says { #expect(answer.result.errorText.contains(part), "\(part): \(answer)") }
    #expect(ground.file("z.z") == nil)
  }

  @Test("a change that the policies could not take is refused whole")
  func crossFaults() async throws {
    let ground = try await Ground()
    let list = try ground.list(
      header
        + "carla.diaz,Carla,vendor,Umbra,nobody.here,PO-7,2027-01-01,ana@initech.example,,active\n")
    let answer = try await ground.run(["--from", list])
    #expect(answer.status == 1, "\(answer)")
    #expect(answer.result.errorText.contains("no person `nobody.here`"))
    #expect(answer.result.errorText.contains("also belongs to"))
    #expect(ground.file("carla.diaz") == nil)
  }

  @Test("a file in one line is left alone: its keys could not be kept for sure")
  func flowStyle() async throws {
    let ground = try await Ground()
    try ground.rewrite(
      "nora.lind", "{name: Nora, class: employee, verified: 2026-11-01T00:00:00Z, status: active}\n"
    )
    let list = try ground.list(header + "nora.lind,Nora L.,employee,,,,,,,active\n")
    let answer = try await ground.run(["--from", list])
    #expect(answer.status == 65 && answer.result.errorText.contains("keys"), "\(answer)")
  }

  @Test("a hostile branch's link is not followed")
  func links() async throws {
    let ground = try await Ground()
    let outside = try ground.scratch.write("precious\n", to: "outside/ben.cole.yaml")
    try FileManager.default.removeItem(atPath: "\(ground.clone)/policies/people/ben.cole.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: "\(ground.clone)/policies/people/ben.cole.yaml", withDestinationPath: outside)
    let list = try ground.list(header + "ana.silva,Ana,contractor,,,,,,,active\n")
    let answer = try await ground.run(["--from", list])
    #expect(answer.status != 0, "\(answer)")
    #expect(
      String(decoding: try ground.scratch.read("outside/ben.cole.yaml"), as: UTF8.self)
        == "precious\n")
  }
}
