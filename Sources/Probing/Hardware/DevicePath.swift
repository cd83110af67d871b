/// A device's path in `/sys` with links followed, which goes through its buses.
enum DevicePath {
  /// Whether a path goes through a bus of that name with its number: `usb1` for `usb`.
  static func passes(_ bus: String, _ path: String) -> Bool {
    path.split(separator: "/").contains { part in
      part.hasPrefix(bus) && part.count > bus.count
        && part.dropFirst(bus.count).allSatisfy(\.isNumber)
    }
  }
}
