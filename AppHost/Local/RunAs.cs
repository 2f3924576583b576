using System.Diagnostics;

namespace PartyCloud.AppHost.Local;

/// <summary>Servers do not run as root: when we do, each runs under the user that its Debian package made.</summary>
internal sealed record RunAs(string User)
{
    /// <summary>No other user.</summary>
    internal static readonly RunAs Ourselves = new("");

    private bool Switches => User.Length > 0 && Environment.IsPrivilegedProcess;

    internal string[] Wrap(params string[] command) => Switches
        ? ["setpriv", "--reuid=" + User, "--regid=" + User, "--init-groups", "--inh-caps=-all", "--", .. command]
        : command;

    /// <summary>Gives the user a folder with all that is in it.</summary>
    internal void TakeOver(string path)
    {
        if (!Switches)
        {
            return;
        }

        Commands.Run("chown", "-R", User + ":", path);
        if (Commands.TryRun(Wrap("test", "-w", path)) is not 0)
        {
            throw new InvalidOperationException($"The user {User} cannot reach {path}. Choose a folder whose parents others may walk through, with --data.");
        }
    }
}

/// <summary>Short commands that answer at once.</summary>
internal static class Commands
{
    internal static void Run(params string[] command)
    {
        if (TryRun(command) is var code and not 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with exit code {code}.");
        }
    }

    internal static int TryRun(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;
    }
}
