using System.Diagnostics;

namespace PartyCloud.AppHost.Local;

/// <summary>
/// The folder that holds everything a local run owns: servers' data, logs, secrets, and who is running. One run at
/// a time; what a crashed run left running is stopped before the next begins.
/// </summary>
public sealed class LocalDirectory : IDisposable
{
    private readonly FileStream _lock;
    private Process? _guard;

    private LocalDirectory(string root, FileStream @lock)
    {
        Root = root;
        _lock = @lock;
    }

    public string Root { get; }

    public string SecretsFile => Path.Combine(Root, "secrets.json");

    private string Run => Path.Combine(Root, "run");

    private string Logs => Path.Combine(Root, "logs");

    public string LogFile(string part) => Path.Combine(Logs, part + ".log");

    internal string PidFile(string part) => Path.Combine(Run, part + ".pid");

    /// <summary>Takes the folder for this run.</summary>
    /// <exception cref="DirectoryInUseException">Another run has it.</exception>
    public static async Task<LocalDirectory> OpenAsync(string root, CancellationToken cancel = default)
    {
        var directory = await TakeAsync(Path.GetFullPath(root), TimeSpan.FromSeconds(20), cancel);
        await directory.StopLeftoversAsync();
        directory.KeepLastLogs();
        return directory;
    }

    /// <summary>Removes what a run keeps in the folder, and nothing that is not ours.</summary>
    public void Reset()
    {
        foreach (var ours in (string[])["postgres", "broker", "home", "logs"])
        {
            var path = Path.Combine(Root, ours);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }

        foreach (var ours in (string[])["secrets.json", "demo"])
        {
            File.Delete(Path.Combine(Root, ours));
        }

        Create(Logs, PrivateMode);
    }

    /// <summary>
    /// Has everything stopped if this process is killed: a small shell holds the other end of a pipe that closes
    /// with us, and then stops the parts as the next run would.
    /// </summary>
    /// <param name="remove">Whether it removes the folder then; for tests, whose folders nobody comes back to.</param>
    internal void Guard(bool remove = false)
    {
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = "/", RedirectStandardInput = true };
        foreach (var argument in (string[])["sh", "-c", "cat >/dev/null; exec \"$@\" >/dev/null 2>&1", "sh", .. DotNet.Run(typeof(LocalDirectory).Assembly.Location), "sweep", "--data", Root, .. remove ? ["--remove"] : Array.Empty<string>()])
        {
            start.ArgumentList.Add(argument);
        }

        _guard = Process.Start(start);
    }

    public void Dispose()
    {
        if (_guard is not null)
        {
            _guard.Kill();
            _guard.Dispose();
            _guard = null;
        }

        _lock.Dispose();
    }

    internal const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A folder under the root, given to the user under whom a server runs.</summary>
    internal string Own(string name, RunAs user)
    {
        var path = Path.Combine(Root, name);
        Create(path, PrivateMode);
        user.TakeOver(path);
        return path;
    }

    internal static async Task<LocalDirectory> TakeAsync(string root, TimeSpan patience, CancellationToken cancel)
    {
        Create(root, PrivateMode);
        if (Environment.IsPrivilegedProcess && !Directory.EnumerateFileSystemEntries(root).Any())
        {
            // The servers run under users of their own when we are root; they may walk through, and see nothing.
            File.SetUnixFileMode(root, PrivateMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        Create(Path.Combine(root, "run"), PrivateMode);
        Create(Path.Combine(root, "logs"), PrivateMode);

        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new LocalDirectory(root, new FileStream(Path.Combine(root, "run", "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(since) < patience)
            {
                await Task.Delay(200, cancel); // the guard of a run that has just died may still be sweeping
            }
            catch (IOException)
            {
                throw new DirectoryInUseException(root);
            }
        }
    }

    /// <summary>Stops what an earlier run started and could not stop, in the order of an ordinary stop.</summary>
    internal async Task StopLeftoversAsync()
    {
        var files = Directory.GetFiles(Run, "*.pid");
        foreach (var group in files.Select(ProcessRecord.Read).OfType<ProcessRecord>().GroupBy(record => record.StopOrder).OrderBy(group => group.Key))
        {
            await Task.WhenAll(group.Select(record => record.StopAsync()));
        }

        foreach (var file in files)
        {
            File.Delete(file);
        }
    }

    private static void Create(string path, UnixFileMode mode)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, mode);
        }
    }

    /// <summary>Each run begins its own logs; those of the run before stay beside them.</summary>
    private void KeepLastLogs()
    {
        foreach (var log in Directory.GetFiles(Logs, "*.log"))
        {
            File.Move(log, Path.ChangeExtension(log, ".previous"), overwrite: true);
        }
    }
}

/// <summary>Two runs may not share a data folder.</summary>
public sealed class DirectoryInUseException(string root) : Exception($"Another run is using {root}. Stop it first, or name another folder with --data.");
