import Connectors
import Signatures
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Agents as they are, and as they should not be.
@Suite struct SSHAgentTests {
  @Test(arguments: [["-t", "ed25519"], ["-t", "ecdsa"], ["-t", "rsa", "-b", "2048"]])
  func aRealAgentSigns(_ type: [String]) async throws {
    let oracle = try SSHKeygen()
    let authority = try await oracle.makeKey("ca", type)
    let subject = try await oracle.makeKey("subject", ["-t", "ed25519"])
    let grant = try recorded(keys: [subject], by: authority)
    let key = try SSHPublicKey(authorizedKey: authority.publicKey)
    try await withAgent(holding: authority, in: oracle.directory) { socket in
      let agent = SSHAgent(path: socket)
      #expect(try agent.keys() == [key.blob])
      let signer = SSHAuthoritySigner.agent(agent, authority: key)
      let file = try SSHCertificates.make(for: grant, by: signer)
      try SSHCertificates.check(file, for: grant)
      #expect(try SSHCertificates.certificates(in: file).map(\.authority) == [key])
    }
  }

  @Test func anAgentThatLacksTheKeyRefuses() async throws {
    let oracle = try SSHKeygen()
    let held = try await oracle.makeKey("held", ["-t", "ed25519"])
    let other = try SSHPublicKey(
      authorizedKey: try await oracle.makeKey("other", ["-t", "ed25519"]).publicKey)
    try await withAgent(holding: held, in: oracle.directory) { socket in
      #expect(throws: SSHAgentFault.refused) {
        try SSHAgent(path: socket).sign([1, 2, 3], with: other)
      }
    }
  }

  @Test func nobodyListens() throws {
    let scratch = try ScratchDirectory()
    #expect(throws: SSHAgentFault.unreachable) {
      try SSHAgent(path: scratch.file("nothing")).keys()
    }
    #expect(throws: SSHAgentFault.unreachable) {
      try SSHAgent(path: "/" + String(repeating: "x", count: 200)).keys()
    }
    let plain = try scratch.write("no socket", to: "plain")
    #expect(throws: SSHAgentFault.unreachable) { try SSHAgent(path: plain).keys() }
  }

  /// What a server that is no agent, or a hostile one, may answer to a request for keys.
  @Test(
    arguments: [
      ([], SSHAgentFault.brokeOff), ([0, 0], .brokeOff), ([0, 0, 0, 0], .nonsense),
      ([0xFF, 0xFF, 0xFF, 0xFF], .nonsense), ([0, 0, 0, 9, 12], .brokeOff),
      ([0, 0, 0, 1, 5], .refused), ([0, 0, 0, 1, 14], .nonsense), ([0, 0, 0, 1, 12], .nonsense),
      ([0, 0, 0, 5, 12, 0xFF, 0xFF, 0xFF, 0xFF], .nonsense),
      ([0, 0, 0, 9, 12, 0, 0, 0, 1, 0, 0, 0, 9], .nonsense),
    ] as [([UInt8], SSHAgentFault)])
  func whatNoAgentAnswers(_ answer: [UInt8], _ fault: SSHAgentFault) async throws {
    let scratch = try ScratchDirectory()
    let socket = scratch.file("agent")
    let script = """
      import os, socket, sys
      server = socket.socket(socket.AF_UNIX)
      server.bind(sys.argv[1] + ".new")
      server.listen()
      os.rename(sys.argv[1] + ".new", sys.argv[1])
      while True:
          peer, _ = server.accept()
          peer.recv(5)
          peer.sendall(bytes.fromhex(sys.argv[2]))
          peer.close()
      """
    let hex = answer.map { String(0x100 + Int($0), radix: 16).dropFirst() }.joined()
    try await GitServer.withProgram(
      "/usr/bin/python3", ["-c", script, socket, hex], home: scratch.path
    ) {
      try await waitForSocket(socket)
      #expect(throws: fault) { try SSHAgent(path: socket).keys() }
    }
  }
}

/// Runs `body` beside an ssh-agent that holds `key`.
func withAgent(
  holding key: SSHKeygen.Key, in scratch: ScratchDirectory,
  _ body: @escaping @Sendable (String) async throws -> Void
) async throws {
  let socket = scratch.file("agent.sock")
  try await GitServer.withProgram(
    "/usr/bin/ssh-agent", ["-D", "-a", socket], home: scratch.path
  ) {
    try await waitForSocket(socket)
    try await mustRun("ssh-add", ["-q", key.path], environment: ["SSH_AUTH_SOCK": socket])
    try await body(socket)
  }
}

private func waitForSocket(_ path: String) async throws {
  for _ in 0..<3000 where access(path, F_OK) != 0 { try await Task.sleep(for: .milliseconds(20)) }
}
