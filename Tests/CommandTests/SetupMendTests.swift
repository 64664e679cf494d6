import TestSupport
import Testing

/// The mends of whoever sets things up, each followed as it is printed.
@Suite struct SetupMendTests {
  private func sh(
    _ text: String, by person: String, _ hub: ApproveHub, mayFail: Bool = false
  ) async throws -> String {
    let folder = ApproveProgram.countersign.split(separator: "/").dropLast().map { "/\($0)" }
      .joined()
    let result = try await ApproveProgram(scratch: hub.scratch).run(
      "sh",
      [
        "-ec",
        "S=\(hub.scratch.file("x").dropLast(2)); H=\(hub.hub); L=refs/heads/countersign/ledger\n\(text)",
      ], by: person, in: hub.clone,
      more: ["COUNTERSIGN_ANCHOR": hub.anchor, "PATH": "\(folder):/usr/local/bin:/usr/bin:/bin"])
    guard mayFail || result.status == 0 else {
      throw ScratchError(what: "\(text): \(result.status) \(result.text)\(result.errorText)")
    }
    return result.text + result.errorText
  }

  @Test(arguments: SetupMend.all)
  func `what the mend of a setup says helps`(_ mend: SetupMend) async throws {
    let hub = try await ApproveHub()
    _ = try await sh(mend.state, by: mend.by, hub)
    // A terminal's width breaks what is told; what is no terminal's stands on one line.
    let said = try await sh(mend.command, by: mend.by, hub, mayFail: true)
    #expect(said.contains(mend.fault), "\(said)")
    #expect(said.contains(mend.mend), "\(said)")
    _ = try await sh(mend.follow, by: mend.by, hub)
    let left = try await sh(mend.again ?? mend.command, by: mend.by, hub, mayFail: true)
    #expect(!left.contains(mend.fault), "\(left)")
  }
}
