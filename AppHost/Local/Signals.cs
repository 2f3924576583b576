using System.Runtime.InteropServices;

namespace PartyCloud.AppHost.Local;

/// <summary>
/// Ctrl+C and SIGTERM ask us to stop in order; asked a second time, or when the terminal is closed, we end at once,
/// and the guard of the data folder stops the parts.
/// </summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal Signals()
    {
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    internal CancellationToken Stopping => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    internal void Stop() => _stop.Cancel();

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = !_stop.IsCancellationRequested;
        // Not on this thread: what is cancelled may run on for a while.
        _ = _stop.CancelAsync();
    }
}
