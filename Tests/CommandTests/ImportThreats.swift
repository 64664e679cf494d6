import Foundation
import Model
import TestSupport
import Testing

/// Lists of people that are cut, or name somebody who is somebody else (THREATS row 75).
@Suite struct ImportThreats {
  private struct Ground {
    let repository: AccessRepository
    let clone: String
    let scratch: ScratchDirectory

    init(_ people: [String: String] = [:]) async throws {
      scratch = try ScratchDirectory()
      var policies = AccessRepository.Policies()
      policies.directoryKeys = [.directory]
      for (id, address) in people {
        policies.texts["policies/people/\(id).yaml"] =
          "name: \(id)\nclass: employee\nemails: [\"\(address)\"]\nverified: 2026-11-01T00:00:00Z\nstatus: active\n"
      }
      repository = try await AccessRepository(policies)
      clone = try await repository.clone("work", [])
    }

    func run(_ list: String, _ more: [String] = []) async throws -> AccessRepository.Answer {
      let file = try scratch.write(list, to: "people.csv")
      return try await repository.countersign(
        [
          "identity", "import", "--repository", clone, "--now", "\(Instant.drill())", "--from",
          file,
        ]
          + more)
    }

    func file(_ id: String) -> String? {
      FileManager.default.contents(atPath: "\(clone)/policies/people/\(id).yaml")
        .map { String(decoding: $0, as: UTF8.self) }
    }

    func changes() async throws -> String {
      try await repository.git("status", "--porcelain", "-u", in: clone)
    }
  }

  private let header = "id,name,class,emails,status\n"

  @Test("75: an export that is empty, or broke off, ends nobody", arguments: [[], ["--attest"]])
  func cut(_ more: [String]) async throws {
    let people = Dictionary(
      uniqueKeysWithValues: (1...20).map { ("person-\($0)", "p\($0)@example.com") })
    let ground = try await Ground(people)
    for rows in ["", "person-1,person-1,employee,p1@example.com,active\n"] {
      let cut = try await ground.run(header + rows, ["--complete", "employee"] + more)
      #expect(cut.status == 1, "\(cut)")
      #expect(cut.description.contains("an export that broke off looks the same"), "\(cut)")
      #expect(try await ground.changes().isEmpty)
    }
    // The twin: whoever knows the number says it.
    let number = try await ground.run(header, ["--complete", "employee"] + more)
    let ends = try #require(number.description.firstMatch(of: /--ending ([0-9]+)/)).1
    let said = try await ground.run(
      header, ["--complete", "employee", "--dry-run", "--ending", String(ends)] + more)
    #expect(!said.description.contains("broke off"), "\(said)")
  }

  @Test("75: two people whose addresses begin alike are two people")
  func alike() async throws {
    let ground = try await Ground(["zoe.berger": "zoe.berger@initech.example"])
    let before = ground.file("zoe.berger")
    let other = try await ground.run(
      header + "zoe.berger@hooli.example,Zoe Berger,employee,zoe.berger@hooli.example,active\n")
    #expect(other.status == 65, "\(other)")
    #expect(other.description.contains("`zoe.berger` is somebody with another"), "\(other)")
    #expect(ground.file("zoe.berger") == before)
    // The twin: the whole address is theirs.
    let same = try await ground.run(
      header
        + "Zoe.Berger@initech.example,Zoe Anna Berger,employee,zoe.berger@initech.example,active\n")
    #expect(same.status == 0, "\(same)")
    #expect(ground.file("zoe.berger")?.contains("name: Zoe Anna Berger") == true)
  }

  @Test(
    "addresses as people have them name somebody new",
    arguments: [
      ("siobhan.o'brien@example.com", "siobhan.obrien"), ("zoe+ext@example.com", "zoe-ext"),
      ("zoé.bérger@example.com", "zoe.berger"), ("jürgen.groß@exämple.com", "juergen.gross"),
    ])
  func addresses(_ address: String, _ id: String) async throws {
    let ground = try await Ground()
    let answer = try await ground.run(header + "\(address),Somebody,employee,\(address),active\n")
    #expect(answer.status == 0, "\(answer)")
    #expect(ground.file(id)?.contains(address) == true, "\(answer)")
    // And the same person the next time.
    let again = try await ground.run(
      header + "\(address),Somebody Else,employee,\(address),active\n")
    #expect(again.status == 0, "\(again)")
    #expect(ground.file(id)?.contains("Somebody Else") == true)
  }

  @Test("bad rows are reported, and good ones taken only where that is asked for")
  func partial() async throws {
    let ground = try await Ground(["person-1": "p1@example.com", "person-2": "p2@example.com"])
    let list =
      header + "person-1,Person One,employee,p1@example.com,active\n,Nobody,employee,,active\n"
    #expect(try await ground.run(list).status == 65)
    #expect(try await ground.changes().isEmpty)
    let taken = try await ground.run(list, ["--partial", "--complete", "employee"])
    #expect(taken.status == 1, "\(taken)")
    #expect(taken.description.contains("left out: row 2"), "\(taken)")
    #expect(ground.file("person-1")?.contains("Person One") == true)
    #expect(ground.file("person-2")?.contains("status: active") == true, "nobody counts as missing")
  }
}
