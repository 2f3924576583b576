using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace PartyCloud.AppHost.Local;

/// <summary>What to start, and how one sees that it is ready.</summary>
internal sealed record PartSpec(string Name, StopManner Stop, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment)
{
    internal string WorkingDirectory { get; init; } = "/";

    internal Func<CancellationToken, Task> BeforeStart { get; init; } = _ => Task.CompletedTask;

    internal Func<CancellationToken, Task<bool>> IsReady { get; init; } = _ => Task.FromResult(true);

    /// <summary>Long, as a busy machine may take minutes, and a part that ends while it starts is told at once.</summary>
    internal TimeSpan ReadyLimit { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>
/// One process of the system. It runs in a session of its own, so that Ctrl+C in the terminal reaches only us and
/// the parts are stopped in order; it writes to its log file itself, so that nothing is lost when we die.
/// </summary>
public sealed class LocalPart
{
    private readonly LocalDirectory _directory;
    private readonly PartSpec _spec;
    private readonly Lock _lock = new();
    private ProcessRecord? _record;
    private Task<int>? _exit;
    private StrongBox<bool> _asked = new();
    private long _started;

    internal LocalPart(LocalDirectory directory, PartSpec spec)
    {
        (_directory, _spec) = (directory, spec);
    }

    public string Name => _spec.Name;

    public string LogFile => _directory.LogFile(Name);

    public bool IsRunning => _record?.IsAlive() == true;

    public int? ProcessId => _record?.Pid;

    /// <summary>Raised when the process ended and nobody had asked it to.</summary>
    internal event Action<LocalPart, int>? Died;

    /// <summary>How long the process ran, or has been running.</summary>
    internal TimeSpan Lifetime => Stopwatch.GetElapsedTime(_started);

    internal StopManner Stop => _spec.Stop;

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <exception cref="PartFailedException">It ended, or was not ready within its limit.</exception>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        await _spec.BeforeStart(cancel);
        Launch();
        await WaitReadyAsync(cancel);
    }

    /// <summary>Waits until it answers as a healthy part does.</summary>
    public async Task WaitReadyAsync(CancellationToken cancel = default)
    {
        var exit = _exit ?? throw new InvalidOperationException($"{Name} has not been started.");
        var since = Stopwatch.GetTimestamp();
        while (!await _spec.IsReady(cancel))
        {
            if (exit.IsCompleted)
            {
                throw new PartFailedException(Name, $"ended with exit code {await exit}", FailureTail());
            }

            if (Stopwatch.GetElapsedTime(since) > _spec.ReadyLimit)
            {
                throw new PartFailedException(Name, $"was not ready within {_spec.ReadyLimit.TotalSeconds:0} s", Tail());
            }

            await Task.Delay(100, cancel);
        }
    }

    /// <summary>Runs it to its end; for the jobs among the parts.</summary>
    public async Task RunToEndAsync(CancellationToken cancel = default)
    {
        Launch();
        try
        {
            var code = await _exit!.WaitAsync(cancel);
            if (code != 0)
            {
                throw new PartFailedException(Name, $"ended with exit code {code}", FailureTail());
            }
        }
        finally
        {
            await StopAsync();
        }
    }

    /// <summary>Asks it to finish its work and end.</summary>
    public async Task StopAsync()
    {
        if (BeginStopping() is { } record)
        {
            await record.StopAsync();
            File.Delete(_directory.PidFile(Name));
        }
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (BeginStopping() is { } record)
        {
            await record.KillAsync();
            File.Delete(_directory.PidFile(Name));
        }
    }

    /// <summary>The last lines of its log.</summary>
    public string Tail(int lines = 25) =>
        File.Exists(LogFile) ? string.Join(Environment.NewLine, ReadShared(LogFile).TakeLast(lines)) : "(no log)";

    /// <summary>
    /// Why it ended: from the first thing that the log calls critical, as what follows is often only its consequence, or from the exception that ended it.
    /// </summary>
    internal string FailureTail()
    {
        var lines = Tail(300).Split(Environment.NewLine);
        var cause = Array.FindIndex(lines, line => line.Contains("Z crit ", StringComparison.Ordinal) || line.StartsWith("Unhandled exception", StringComparison.Ordinal));
        return cause < 0 ? Tail() : string.Join(Environment.NewLine, lines.Skip(cause).Take(25));
    }

    private static IEnumerable<string> ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private ProcessRecord? BeginStopping()
    {
        lock (_lock)
        {
            _asked.Value = true;
            return _record;
        }
    }

    private void Launch()
    {
        // An Erlang node sizes its tables by the limit of open files; a container may give a million.
        const string script = "ulimit -n 65536 2>/dev/null; exec \"$@\" >>\"$0\" 2>&1 </dev/null";
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = _spec.WorkingDirectory };
        foreach (var argument in (string[])["sh", "-c", script, LogFile, .. _spec.Command])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (key, value) in _spec.Environment)
        {
            start.Environment[key] = value;
        }

        lock (_lock)
        {
            if (IsRunning)
            {
                throw new InvalidOperationException($"{Name} is running already.");
            }

            // Of this run alone: the end of the one before may still be on its way to us.
            _asked = new();
            _started = Stopwatch.GetTimestamp();
            var process = Process.Start(start) ?? throw new InvalidOperationException($"{Name} could not be started.");
            _record = ProcessRecord.Of(Name, process.Id, _spec.Stop);
            _record.Write(_directory.PidFile(Name));
            _exit = WatchAsync(process, _asked);
        }
    }

    private async Task<int> WatchAsync(Process process, StrongBox<bool> asked)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            var code = process.ExitCode;
            bool told;
            lock (_lock)
            {
                told = !asked.Value;
            }

            if (told)
            {
                Died?.Invoke(this, code);
            }

            return code;
        }
    }
}

/// <summary>A part of the system did not start, or ended by itself.</summary>
public sealed class PartFailedException(string part, string reason, string logEnd)
    : Exception($"{part} {reason}. The end of its log:{Environment.NewLine}{logEnd}")
{
    public string Part { get; } = part;
}
