Console.WriteLine("PartyCloud");
