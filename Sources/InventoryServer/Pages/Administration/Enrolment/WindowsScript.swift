public import Foundation
import InventoryStore

/// A command file that installs GLPI Agent on a commune's Windows computers: copied beside the
/// installers, and started once on each computer as an administrator.
///
/// Its text is ASCII: `cmd` on Windows 7 loses its position in a batch file under code page 65001.
public struct WindowsScript: Sendable {
  let card: EnrolmentCard
  /// The centre's own authority in PEM; nil if computers trust the certificate already.
  let authority: Data?

  public init(card: EnrolmentCard, authority: Data?) {
    self.card = card
    self.authority = authority
  }

  /// - Throws: ``InventoryError`` if the server's address cannot be written for Windows.
  public static func check(server: String) throws {
    try WindowsCard.check(server: server)
  }

  /// For example `glpi-agent-21250.cmd`.
  public var name: String { "glpi-agent-\(card.token.commune).cmd" }

  /// Lines end with CRLF.
  ///
  /// - Throws: ``InventoryError`` if the server's address cannot be written for Windows.
  public func text() throws -> String {
    let properties = try WindowsCard(card: card).properties.joined(separator: " ")
    let legacy = WindowsCard.legacyVersion
    let lines =
      [
        "@echo off",
        "rem GLPI Agent, commune \(card.token.commune), \(card.server)/glpi",
        "rem This file contains an enrolment token: treat it like a password and delete it after use.",
        "setlocal",
        "net session >nul 2>&1",
        "if errorlevel 1 (",
        "  echo Bam chuot phai vao tep nay va chon \"Run as administrator\".",
        "  echo Right-click this file and choose \"Run as administrator\".",
        "  pause",
        "  exit /b 5",
        ")",
        #"cd /d "%~dp0""#,
        // Only Windows 10 and later have this value.
        #"set "KIND=legacy""#,
        #"reg query "HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" /v CurrentMajorVersionNumber >nul 2>&1 && set "KIND=current""#,
        #"set "BITS=x64""#,
        // A 32-bit cmd on a 64-bit Windows has both variables.
        #"if /i "%PROCESSOR_ARCHITECTURE%%PROCESSOR_ARCHITEW6432%"=="x86" set "KIND=legacy"& set "BITS=x86""#,
        #"set "MSI=""#,
        #"if "%KIND%"=="current" for %%f in (GLPI-Agent-*-x64.msi) do if /i not "%%f"=="GLPI-Agent-\#(legacy)-x64.msi" set "MSI=%%f""#,
        #"if "%KIND%"=="legacy" if exist "GLPI-Agent-\#(legacy)-%BITS%.msi" set "MSI=GLPI-Agent-\#(legacy)-%BITS%.msi""#,
        "if not defined MSI (",
        "  echo Khong tim thay tep cai dat GLPI Agent phu hop canh tep nay.",
        "  echo No matching GLPI Agent installer next to this file:",
        "  echo   Windows 10, 11: GLPI-Agent-VERSION-x64.msi",
        "  echo   Windows 7, 8.1, 32-bit: GLPI-Agent-\(legacy)-%BITS%.msi",
        "  pause",
        "  exit /b 2",
        ")",
      ] + authorityLines + [
        #"start "" /wait msiexec /i "%MSI%" \#(properties)"#,
        #"set "RESULT=%ERRORLEVEL%""#,
        // 3010: installed, but Windows needs a restart at some point.
        #"if "%RESULT%"=="3010" set "RESULT=0""#,
        #"if "%RESULT%"=="0" ("#,
        "  echo Da cai dat. May se gui bao cao trong vai phut.",
        "  echo Installed. The computer reports within a few minutes.",
        ") else (",
        "  echo Cai dat khong thanh cong, ma loi %RESULT%.",
        "  echo Installation failed with error %RESULT%.",
        ")",
        "pause",
        "exit /b %RESULT%",
      ]
    return lines.map { $0 + "\r\n" }.joined()
  }

  /// Writes the certificates line by line, so that no file but the installer is needed.
  private var authorityLines: [String] {
    guard card.authorityDigest != nil, let authority else { return [] }
    let pem = String(decoding: authority, as: UTF8.self).split(whereSeparator: \.isNewline)
      .filter { $0.wholeMatch(of: /-----(BEGIN|END) CERTIFICATE-----|[A-Za-z0-9+\/=]+/) != nil }
    return [
      #"if not exist "\#(WindowsCard.folder)" mkdir "\#(WindowsCard.folder)""#,
      #"pushd "\#(WindowsCard.folder)""#, "type nul >ca.pem",
    ] + pem.map { ">>ca.pem echo \($0)" } + ["popd"]
  }
}
