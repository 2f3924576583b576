using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PartyCloud.AppHost.Local;

/// <summary>Free ports on loopback.</summary>
public static class Ports
{
    /// <summary>
    /// Picks ports below the range from which the kernel serves outgoing connections: there, a port found free
    /// could be gone again before its server is up.
    /// </summary>
    public static int[] Free(int count)
    {
        var held = new List<TcpListener>(count);
        try
        {
            while (held.Count < count)
            {
                var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(20_000, 32_000));
                try
                {
                    listener.Start();
                    held.Add(listener);
                }
                catch (SocketException)
                {
                    listener.Dispose();
                }
            }

            return [.. held.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            held.ForEach(listener => listener.Dispose());
        }
    }

    public static int Free() => Free(1)[0];

    /// <summary>True when nobody listens there.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
