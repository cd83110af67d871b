import Foundation
import Testing

@testable import Probing

struct IsolationTests {
  /// A shell script in the place of the agent.
  private func stand(in script: String) throws -> (Isolation, URL) {
    let file = FileManager.default.temporaryDirectory.appending(path: "child-\(UUID())")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
    return (Isolation(program: file.path), file)
  }

  private func answer(
    of script: String, to question: String = "", seconds: Double = 20
  ) throws -> Result<String, Isolation.Failure> {
    let (isolation, file) = try stand(in: script)
    defer { try? FileManager.default.removeItem(at: file) }
    return Result { () throws(Isolation.Failure) in
      String(
        decoding: try isolation.answer(of: "task", to: Array(question.utf8), seconds: seconds),
        as: UTF8.self)
    }
  }

  @Test func questionAndAnswer() throws {
    let long = String(repeating: "măng bút ", count: 9_000)
    #expect(try answer(of: #"echo "$1 $2"; cat"#, to: long) == .success("isolated task\n\(long)"))
  }

  @Test func questionThatNobodyReads() throws {
    let long = String(repeating: "x", count: 200_000)
    #expect(try answer(of: "exec <&-; echo done", to: long) == .success("done\n"))
  }

  @Test func waysToEnd() throws {
    #expect(try answer(of: "kill -SEGV $$") == .failure(.crashed(signal: 11)))
    #expect(try answer(of: "echo half; exit 3") == .failure(.failed(status: 3)))
    #expect(try answer(of: "head -c 300000 /dev/zero") == .failure(.answerTooLong))
    #expect(
      Isolation(program: "/nowhere").failure(of: "task")
        == .notStarted(errno: ENOENT))
  }

  /// What hangs is ended with all that it started.
  @Test func hanging() throws {
    let mark = FileManager.default.temporaryDirectory.appending(path: "child-\(UUID()).pid").path
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let script = "sleep 600 & echo $! >\(mark); echo half; wait"
    #expect(try answer(of: script, seconds: 1) == .failure(.timedOut))
    let text = try String(contentsOfFile: mark, encoding: .utf8)
    let sleeper = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    // Killed it is at once; whoever adopts it may take a moment to see.
    var state = ""
    for _ in 0..<200 {
      state = (try? String(contentsOfFile: "/proc/\(sleeper)/stat", encoding: .utf8)) ?? ""
      if state.isEmpty || state.contains(") Z ") { break }
      usleep(10_000)
    }
    #expect(state.isEmpty || state.contains(") Z "))
  }

  /// The agent itself, by a task that it does not have.
  @Test func unknownTask() {
    let agent = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "commune-probe").path
    #expect(Isolation(program: agent).failure(of: "printers") == .failed(status: 64))
  }

  @Test func deadlines() {
    let slow = DeadlineTask(seconds: 0.2) {
      usleep(30_000_000)
      return 1
    }
    let quick = DeadlineTask(seconds: 30) { 2 }
    #expect(quick.value() == 2)
    #expect(slow.value() == nil)
  }
}

extension Isolation {
  fileprivate func failure(of task: String) -> Failure? {
    do throws(Failure) {
      _ = try answer(of: task, seconds: 20)
      return nil
    } catch {
      return error
    }
  }
}
