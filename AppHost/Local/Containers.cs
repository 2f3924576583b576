using System.ComponentModel;

namespace PartyCloud.AppHost.Local;

/// <summary>Whether this machine can run containers, which decides between Aspire and the local engine.</summary>
public static class Containers
{
    public static bool AnEngineAnswers() => Answers("docker") || Answers("podman");

    private static bool Answers(string engine)
    {
        try
        {
            return Commands.TryRun(engine, "info") == 0;
        }
        catch (Win32Exception)
        {
            return false; // not installed
        }
    }
}
