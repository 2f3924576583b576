using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Net;
using PartyCloud.AppHost.Local;

namespace PartyCloud.SystemTests;

/// <summary>Somebody outside to whom the system sends: keeps what comes, in the order in which it came, and thanks for it.</summary>
internal sealed class Listener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(NameValueCollection Headers, string Body)> _received = new();

    public Listener()
    {
        Address = new Uri($"http://127.0.0.1:{Ports.Free()}/here/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ListenAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<(NameValueCollection Headers, string Body)> Received => [.. _received];

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                _received.Enqueue((context.Request.Headers, await reader.ReadToEndAsync()));
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
