import Foundation
import Reporting
import Testing

@testable import Probing

struct IsolationTests {
  /// A shell script in place of the agent.
  private func stand(in script: String) throws -> (Isolation, URL) {
    let file = FileManager.default.temporaryDirectory.appending(path: "child-\(UUID())")
    // Written by another process: children that other tests start meanwhile inherit files that this
    // one has open for writing, and then the script cannot be executed.
    _ = try Peer.output(
      "sh", "-c", #"printf %s "$1" >"$2"; chmod 700 "$2""#, "sh", "#!/bin/sh\n\(script)\n",
      file.path)
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
    let script =
      #"file="$0.answer"; { echo "$1 $2"; cat; } >"$file"; wc -c <"$file"; cat "$file"; rm "$file""#
    #expect(try answer(of: script, to: long) == .success("isolated task\n\(long)"))
  }

  @Test func survivesATaskThatReadsNothing() throws {
    let long = String(repeating: "x", count: 200_000)
    #expect(try answer(of: "exec <&-; echo 5; echo done", to: long) == .success("done\n"))
  }

  @Test func tellsHowATaskEnded() throws {
    #expect(try answer(of: "kill -SEGV $$") == .failure(.crashed(signal: 11)))
    #expect(try answer(of: "echo half; exit 3") == .failure(.failed(status: 3)))
    #expect(try answer(of: "head -c 300000 /dev/zero") == .failure(.answerTooLong))
    #expect(try answer(of: "echo 999999; sleep 60") == .failure(.answerTooLong))
    #expect(try answer(of: "echo 5; echo dog") == .failure(.incomplete))
    #expect(try answer(of: "echo dog") == .failure(.incomplete))
    #expect(try answer(of: "echo 0; exit 3") == .success(""))
    #expect(
      Isolation(program: "/nowhere").failure(of: "task")
        == .notStarted(errno: ENOENT))
  }

  /// Whether a process was killed; the process that adopts it may take a moment to reap it.
  private func isKilled(_ process: pid_t) -> Bool {
    for _ in 0..<200 {
      let state = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      if state.isEmpty || state.contains(") Z ") { return true }
      usleep(10_000)
    }
    return false
  }

  /// A hanging task is killed with all its children.
  @Test func killsAHangingTaskWithItsChildren() throws {
    let mark = FileManager.default.temporaryDirectory.appending(path: "child-\(UUID()).pid").path
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let script = "sleep 600 & echo $! >\(mark); echo half; wait"
    #expect(try answer(of: script, seconds: 1) == .failure(.timedOut))
    let text = try String(contentsOfFile: mark, encoding: .utf8)
    let sleeper = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(isKilled(sleeper))
  }

  /// A complete answer is accepted even if a descendant holds the pipe, and the descendant is
  /// killed.
  @Test(arguments: ["echo 4; echo yes; sleep 60", "kill -SEGV $$", "exit 3", "sleep 60"])
  func descendants(_ ending: String) throws {
    let mark = FileManager.default.temporaryDirectory.appending(path: "child-\(UUID()).pid").path
    defer { try? FileManager.default.removeItem(atPath: mark) }
    let script = """
      setsid sh -c 'echo $$ >\(mark); exec sleep 600' &
      while [ ! -s \(mark) ]; do sleep 0.01; done
      \(ending)
      """
    let began = MonotonicClock.seconds()
    let said = try answer(of: script, seconds: ending == "sleep 60" ? 1 : 20)
    #expect(MonotonicClock.seconds() - began < 10)
    switch ending {
    case "exit 3": #expect(said == .failure(.failed(status: 3)))
    case "sleep 60": #expect(said == .failure(.timedOut))
    case "kill -SEGV $$": #expect(said == .failure(.crashed(signal: 11)))
    default: #expect(said == .success("yes\n"))
    }
    let text = try String(contentsOfFile: mark, encoding: .utf8)
    let sleeper = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    // If the task dies by itself, the agent ends its children: see FaultyProbeTests.
    guard case .success = said else {
      if said != .failure(.timedOut) { kill(sleeper, SIGKILL) }
      return
    }
    #expect(isKilled(sleeper))
  }

  @Test func frames() {
    func read(_ text: String, limit: Int = 20) -> (String?, Bool) {
      var frame = FramedAnswer(limit: limit)
      for byte in text.utf8 { frame.add([byte]) }
      return (frame.whole.map { String(decoding: $0, as: UTF8.self) }, frame.isTooLong)
    }
    #expect(read("3\nabc") == ("abc", false) && read("0\n") == ("", false))
    #expect(read("3\nabcdef") == ("abc", false) && read("03\nabc") == ("abc", false))
    for text in ["", "3", "3\nab", "\nabc", "-3\nabc", "+3\nabc", " 3\nabc", "3 \nabc", "x\nabc"] {
      #expect(read(text) == (nil, false), "\(text)")
    }
    #expect(read("21\n") == (nil, true) && read("99999999999\n") == (nil, true))
    #expect(read("99999999999999999999999999\n") == (nil, false))
    #expect(read(String(repeating: "x", count: 40)) == (nil, true))
    #expect(FramedAnswer.framed([7]) == [49, 10, 7])
  }

  /// Runs the agent with an unknown task.
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
