import Git
import Model
import TestSupport
import Testing

@Suite struct ConfigurationTests {
  @Test func includesAreFollowed() async throws {
    let sandbox = try await GitSandbox()
    try sandbox.scratch.write(
      "[http \"https://git.example/\"]\n\textraheader = X-Inside: yes\n", to: "inside.config")
    try sandbox.scratch.write("[countersign]\n\tOutside = no\n", to: "outside.config")
    try sandbox.scratch.write("[countersign]\n\tplain = included\n", to: "plain.config")
    try await sandbox.git(
      "config", "includeIf.gitdir:\(sandbox.path)/.git.path", sandbox.scratch.file("inside.config"))
    try await sandbox.git(
      "config", "includeIf.gitdir:/elsewhere/.path", sandbox.scratch.file("outside.config"))
    try await sandbox.git("config", "include.path", sandbox.scratch.file("plain.config"))
    let repository = try Repository(discovering: sandbox.path)
    #expect(
      try repository.configuration("http.https://git.example/.extraheader") == "X-Inside: yes")
    #expect(try repository.configuration("countersign.outside") == nil)
    #expect(try repository.configuration("countersign.plain") == "included")
    expectFailure(.invalid) { try repository.configuration("nonsense") }
  }

  @Test func entriesComeInTheOrderOfGit() async throws {
    let sandbox = try await GitSandbox()
    try sandbox.scratch.write("[test]\n\tvalue = 2\n[TEST \"Sub\"]\n\tVALUE = s\n", to: "included")
    try await sandbox.git("config", "test.value", "1")
    try await sandbox.git("config", "--add", "include.path", sandbox.scratch.file("included"))
    try await sandbox.git("config", "--add", "test2.x", "")
    let text = String(decoding: try sandbox.scratch.read("repository/.git/config"), as: UTF8.self)
    try sandbox.scratch.write(text + "[test]\n\tvalue = 3\n\tflag\n", to: "repository/.git/config")
    let repository = try Repository(discovering: sandbox.path)
    let found = try repository.configurationEntries(matching: "^test")
    let printed = try await sandbox.git("config", "--get-regexp", "^test")
    #expect(
      found.map { $0.value.isEmpty ? $0.key : "\($0.key) \($0.value)" }.joined(separator: "\n")
        == printed.replacing("test2.x \n", with: "test2.x\n"))
    #expect(try repository.configuration("test.value") == "3")
    #expect(try repository.configuration("TEST.Sub.value") == "s")
    #expect(try repository.configurationEntries(matching: "^none").isEmpty)
  }
}
