using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PartyCloud.AppHost.Local;

/// <summary>
/// Free ports on loopback, below the range from which the kernel serves outgoing connections: there, a port found free could be gone
/// again before its server is up. For the same reason two processes never pick from the same ports: each claims a block of its own.
/// </summary>
public static class Ports
{
    private const int First = 20_000;
    private const int BlockSize = 200;
    private const int Blocks = 60;

    // The claim ends with the process, however it ends.
    private static readonly Lazy<(int First, FileStream? Claim)> Block = new(ClaimBlock);
    private static int taken = RandomNumberGenerator.GetInt32(BlockSize);

    public static int[] Free(int count)
    {
        var held = new List<TcpListener>(count);
        try
        {
            for (var tries = 0; held.Count < count; tries++)
            {
                if (tries == 10 * BlockSize)
                {
                    throw new InvalidOperationException($"No free ports between {Block.Value.First} and {Block.Value.First + BlockSize}.");
                }

                var listener = new TcpListener(IPAddress.Loopback, Block.Value.First + ((Interlocked.Increment(ref taken) & int.MaxValue) % BlockSize));
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

    private static (int First, FileStream? Claim) ClaimBlock()
    {
        var order = Enumerable.Range(0, Blocks).Select(block => First + (block * BlockSize)).ToArray();
        RandomNumberGenerator.Shuffle(order.AsSpan());
        foreach (var first in order)
        {
            try
            {
                return (first, new FileStream(Path.Combine(Path.GetTempPath(), $"partycloud-ports-{first}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (Exception claimed) when (claimed is IOException or UnauthorizedAccessException)
            {
                // By another process; the next may be free.
            }
        }

        return (order[0], null);
    }
}
